/** The measure of grouping: 20 attacks, 8 of them on a host or in a repository that another is on too, among 10,000 findings of 200 sessions. */
import type { Finding } from '../../contracts/finding';
import type { Incident } from '../../contracts/incident';
import type { Store } from '../../contracts/store';
import { memoryStore } from '../../test/support/memory-store';
import { uniform } from '../../test/support/numbers';
import { evidenceOf, findingOf } from '../sample-findings';
import { takeIn } from '../take-in';

const T0 = Date.UTC(2026, 2, 2, 8);
const MINUTE = 60_000;
const DAY_MINUTES = 600;
const FINDINGS = 10_000;
/** As they come live: a few at a time. */
const AT_ONCE = 20;
/** Besides the 25 of the attacks. */
const SESSIONS = 175;

interface Place {
  host: string;
  repository: string;
  user: string;
}
const place = (n: number): Place => ({
  host: `dev-${n % 40}`,
  repository: `shop/service-${n % 25}`,
  user: `user-${n % 40}`,
});
/** Everyday destinations and packages; the engine gives no keys for those that are ours or everybody's, and does for this one. */
const EVERYDAY = ['destination:telemetry.example', 'secret:team-token', 'package:left-pad'];
const STEPS = [
  { detector: 'untrusted-instruction', technique: 'T1204.004', baseSeverity: 'high' },
  { detector: 'credential-access', technique: 'T1552.001', baseSeverity: 'high' },
  { detector: 'secret-sent', technique: 'T1567', baseSeverity: 'critical' },
] as const;

let made = 0;
function finding(session: string, minute: number, at: Place, parts: Partial<Finding>): Finding {
  const id = `f${made++}`;
  const time = T0 + Math.round(minute * MINUTE);
  return findingOf({
    id,
    scope: session,
    tree: [session],
    entities: { session, ...at },
    at: time,
    receivedAt: time,
    evidence: [evidenceOf({ eventId: id, at: time })],
    facts: ['attempted', 'succeeded'],
    ...parts,
    alertId: `${session}/${parts.detector ?? ''}/${parts.alertId ?? ''}`,
  });
}

/**
 * Attack `n`: three steps within minutes, as agents work, and of every tenth twenty minutes apart; in one session, and of every fourth in a
 * second one that carries on with the same secret.
 */
function attack(n: number): Finding[] {
  // Twelve places of their own; then pairs that share a host, within the same hour, and pairs that share a repository.
  const own = { host: `srv-${n}`, repository: `ops/repo-${n}`, user: `op-${n}` };
  const pair = n >> 1;
  const at = n < 12 ? own : n < 16 ? { ...own, host: `shared-${pair}` } : { ...own, repository: `shared/${pair}` };
  const start = n < 12 ? n * 45 : pair * 50 + (n % 2) * 20;
  const gap = n % 10 === 9 ? 20 : 2;
  const keys = [`secret:s${n}`, `destination:evil-${n}.example`];
  return STEPS.map(({ technique, ...step }, index) => {
    const session = n % 4 === 0 && index === 2 ? `attack-${n}-second` : `attack-${n}`;
    return finding(session, start + index * gap, at, {
      ...step,
      techniques: [technique],
      joins: index === 0 ? [keys[1] ?? ''] : keys,
    });
  });
}

/** A day's work: mostly notes, some worth a look, in sessions of many hosts and repositories. */
function noise(count: number): Finding[] {
  const random = uniform(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  return Array.from({ length: count }, () => {
    const n = Math.floor(random() * SESSIONS);
    const chance = random();
    const baseSeverity = chance < 0.6 ? 'info' : chance < 0.9 ? 'low' : 'medium';
    return finding(`session-${n}`, (n % 10) * 55 + random() * 50, place(n), {
      detector: pick(['network-egress', 'package-install', 'sudo-use', 'env-file-read', 'history-read']),
      alertId: String(Math.floor(random() * 12)),
      baseSeverity,
      confidence: pick(['low', 'medium']),
      techniques: [pick(['T1059.004', 'T1552.001'])],
      joins: random() < 0.3 ? [pick(EVERYDAY)] : [],
      facts: ['attempted'],
    });
  });
}

async function run(findings: readonly Finding[]): Promise<Incident[]> {
  const store: Store = memoryStore();
  const rules = { listeners: [], modes: new Map(), learning: false };
  for (let from = 0; from < findings.length; from += AT_ONCE) {
    const batch = findings.slice(from, from + AT_ONCE);
    await takeIn(store, batch, rules, Math.max(...batch.map(({ receivedAt }) => receivedAt)) + 1_000);
  }
  const { incidents } = await store.incidents({ limit: 1_000 });
  await store.close();
  return incidents;
}

test('20 planted attacks become 20 incidents, none of two attacks, and page at most 25 times', async () => {
  made = 0;
  const attacks = Array.from({ length: 20 }, (_, n) => attack(n)).flat();
  const findings = [...attacks, ...noise(FINDINGS - attacks.length)].sort((a, b) => a.at - b.at);
  expect([findings.length, Math.max(...findings.map(({ at }) => at)) < T0 + DAY_MINUTES * MINUTE]).toEqual([
    FINDINGS,
    true,
  ]);
  const incidents = await run(findings);
  const attacksIn = incidents.map(({ trees }) => [
    ...new Set(trees.flatMap(({ tree }) => /^attack-(\d+)/.exec(tree)?.[1] ?? [])),
  ]);
  const pages = incidents.reduce((sum, incident) => sum + incident.pages.length, 0);
  expect(attacksIn.filter((names) => names.length > 1)).toEqual([]);
  expect(new Set(attacksIn.flat()).size).toBe(20);
  expect(Math.abs(incidents.length - 20)).toBeLessThanOrEqual(2);
  expect(pages).toBeLessThanOrEqual(25);
});
