import type { AlertState } from '../../../../contracts/alert';
import type { IncidentState } from '../../../../contracts/incident';

type State = AlertState | IncidentState;

/** States as people say them. */
export const STATE_NAMES: Readonly<Record<State, string>> = {
  new: 'New',
  acknowledged: 'Acknowledged',
  'in-progress': 'In progress',
  resolved: 'Resolved',
  'false-positive': 'False positive',
  'risk-accepted': 'Risk accepted',
  open: 'Open',
  closed: 'Closed',
};

const LOOKS: Partial<Record<State, string>> = { new: 'warn', open: 'warn', resolved: 'good', closed: 'good' };

export const StateTag = ({ state }: { state: State }) => (
  <span className={`tag ${LOOKS[state] ?? ''}`}>{STATE_NAMES[state]}</span>
);
