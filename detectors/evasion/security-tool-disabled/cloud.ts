/** Audit trails and detectors of cloud accounts. */
import type { Weakening } from './detector';

const RULES: readonly (readonly [RegExp, RegExp, string, string])[] = [
  [
    /^aws$/,
    /\bcloudtrail (?:stop-logging|delete-trail|put-event-selectors|delete-event-data-store)\b/,
    'The audit trail of the account is stopped',
    'T1685.002',
  ],
  [
    /^aws$/,
    /\bcloudtrail update-trail\b.{0,300}--no-(?:is-multi-region-trail|include-global-service-events|enable-log-file-validation|is-organization-trail)\b/,
    'The audit trail of the account is narrowed',
    'T1685.002',
  ],
  [
    /^aws$/,
    /\bguardduty (?:delete-detector|update-detector.{0,80}--no-enable|disassociate-\w{1,40}|stop-monitoring-members)\b/,
    'The threat detector of the account is stopped',
    'T1685',
  ],
  [
    /^aws$/,
    /\bconfigservice (?:stop-configuration-recorder|delete-configuration-recorder|delete-delivery-channel)\b/,
    'The configuration record of the account is stopped',
    'T1685.002',
  ],
  [
    /^aws$/,
    /\b(?:securityhub disable-security-hub|macie2 disable-macie|inspector2 disable|accessanalyzer delete-analyzer|detective delete-graph)\b/,
    'A security service of the account is switched off',
    'T1685',
  ],
  [
    /^aws$/,
    /\b(?:ec2 delete-flow-logs|logs (?:delete-log-group|delete-log-stream|delete-subscription-filter)|wafv2 delete-logging-configuration|s3api put-bucket-logging)\b/,
    'Logs of the account are deleted or cut off',
    'T1685.002',
  ],
  [
    /^gcloud$/,
    /\blogging (?:sinks (?:delete|update.{0,120}--(?:disabled|log-filter|add-exclusion))|logs delete|buckets delete)\b|\bscc \w{1,40} (?:delete|disable)\b/,
    'Logs of the project are deleted or cut off',
    'T1685.002',
  ],
  [
    /^az$/,
    /\bmonitor (?:diagnostic-settings delete|activity-log alert delete|log-profiles delete)\b|\bsecurity (?:pricing create.{0,80}--tier free|auto-provisioning-setting update.{0,60}off)\b/i,
    'Logs or protection of the subscription are switched off',
    'T1685.002',
  ],
  [
    /^gh$/,
    /\bsecurity_and_analysis\[?.{0,60}disabled\b|\/(?:secret-scanning|code-scanning|dependabot)\/alerts\/\d{1,9}.{0,80}dismissed/,
    'A security scan of a repository is switched off',
    'T1685',
  ],
];

export function ofCloud(program: string, words: readonly string[]): Weakening | undefined {
  if (!/^(?:aws|gcloud|az|gh)$/.test(program)) return undefined;
  const text = words.join(' ').slice(0, 1_000);
  const rule = RULES.find(([name, act]) => name.test(program) && act.test(text));
  const [, , why = '', technique = ''] = rule ?? [];
  const minor = /log-stream|subscription-filter|update-trail|put-event-selectors|put-bucket-logging|log-group/.test(
    text,
  );
  return rule === undefined
    ? undefined
    : {
        what: `cloud:${words.slice(0, 2).join(' ')}`,
        why,
        severity: minor ? 'medium' : 'high',
        techniques: [technique],
      };
}
