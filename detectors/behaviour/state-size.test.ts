/** What a baseline keeps of one entity stays within the engine's bound, whatever the agents name. */
import { NO_ANALYSIS } from '../../contracts/analysis';
import { NO_MEMORY, UNKNOWN_INSTALLATION } from '../../contracts/detector';
import type { ActivityAction } from '../../contracts/event';
import { scorer } from '../../engine/baselines/scorer';
import { agentEvent } from '../../test/support/agent-events';
import { BEHAVIOUR } from './group';

const MAX_STATE = 64 * 1024;
const ROWS = 1_500;
const LONG = 'x'.repeat(60);

function summary(row: number): ActivityAction {
  const names = Array.from({ length: 40 }, (_, index) => `${LONG}${row}-${index}`);
  const counts = { calls: row % 97, errors: row % 89, denials: row % 83, sends: row % 79, agents: row % 73 };
  const used = names.map((name, index) => `${['server', 'model', 'domain'][index % 3] ?? ''} ${name}`);
  const acts = Object.fromEntries(names.map((name) => [name.slice(-24), 3]));
  const order = Object.fromEntries(names.map((name) => [`${name.slice(-24)}>${name.slice(-23)}`, 2]));
  const tokens = { inputTokens: row * 31, outputTokens: row, cost: (row % 71) / 7 };
  const talk = { prompts: 1, modelCalls: 9, modelErrors: row % 10, approvals: row % 20, approvalMs: row * 100 };
  return { type: 'activity', lengthMs: 300_000, busyMs: row, ...counts, ...tokens, ...talk, used, acts, order };
}

const BASELINES = BEHAVIOUR.filter(({ manifest }) => manifest.keyBy === 'entity');

test.each(BASELINES.map((detector) => [detector.manifest.id, detector] as const))(
  '%s',
  (_, detector) => {
    const settings = { ...(detector.defaults as object), people: true };
    for (const key of ['entity:fleet', `entity:agent ${LONG}`, `entity:user ${LONG}`]) {
      const state = detector.init(settings);
      for (let row = 0; row < ROWS; row += 1) {
        const source = { dialect: 'x', signal: 'internal', record: 'activity', version: `${LONG}${row % 50}` } as const;
        const session = `${LONG}${row}`;
        const event = agentEvent({ at: row * 400_000, action: summary(row), session, source });
        const context = { analysis: NO_ANALYSIS, installation: UNKNOWN_INSTALLATION, session: NO_MEMORY, key, scorer };
        detector.step(state, event, context, settings);
      }
      expect(JSON.stringify(state).length).toBeLessThanOrEqual(MAX_STATE);
    }
  },
  60_000,
);
