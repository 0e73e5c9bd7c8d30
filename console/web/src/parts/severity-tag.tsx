import type { Severity } from '../../../../contracts/finding';

export const SeverityTag = ({ severity }: { severity: Severity }) => (
  <span className={`tag sev ${severity}`}>{severity}</span>
);
