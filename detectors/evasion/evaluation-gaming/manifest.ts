import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'evaluation-gaming',
  version: '1.0.0',
  title: 'Tests or graders were bent until they passed',
  description:
    'After a test run failed, the agent did not mend the code but the measure: it marked tests as skipped, took assertions out or made them empty, deleted the test, let the test script end with success whatever happens, lowered a threshold, returned the expected value as a constant, or read answers that were held back. Told only after a failing run in the same session, and not when a person asked for changes to the tests.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1565', 'T1685'],
  atlas: ['AML.T0031'],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write', 'file.delete', 'file.read'],
  fields: ['action.content', 'action.removed', 'outcome.exitCode'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 14_400, maxKeys: 50_000 },
  falsePositives: [
    'A test that was wrong, flaky or out of date, and that had to change.',
    'Tests skipped for a platform on which they cannot run.',
  ],
  blindSpots: [
    'Subtle changes: another expected value, a wider tolerance, the unit under test replaced by a stand-in.',
    'Whole files that are written anew, of which what stood there before is not shown.',
    'Test runners that are not known, and agents that hide exit codes and output.',
  ],
  triage: [
    'Read the change to the test beside the change to the code.',
    'Run the tests as they were before on the code as it is now.',
    'If the agent reported success on this, look at its other reports of that day.',
  ],
};
