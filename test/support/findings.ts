/** What Gander says of recorded events: the shipped detectors and the real analysis, through one engine. */
import { createAnalyser } from '../../analysis/analyse';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import { DETECTORS } from '../../detectors/catalogue';
import type { Count } from '../../engine/core/counts';
import type { Answer } from '../../engine/core/partition';
import { T0, tickAt } from './agent-events';
import { engineOf } from './engine';

/** Findings and counts, facts included, with time going on until everything has had its turn. */
export function judge(events: readonly AgentEvent[]): { findings: Finding[]; counts: Count[] } {
  const engine = engineOf(DETECTORS, { analyse: createAnalyser() });
  const findings: Finding[] = [];
  const counts: Count[] = [];
  const take = (answer: Answer) => {
    findings.push(...answer.findings);
    counts.push(...answer.counts);
    for (const fact of answer.facts) take(engine.fact(fact));
  };
  for (const event of events) take(engine.event([event]));
  const last = Math.max(...events.map((event) => event.at));
  for (let minute = 1; minute <= 3; minute++) take(engine.control(tickAt(last + minute * 60_000 - T0)));
  return { findings, counts };
}

/** Ids of the alerts that findings lead to, each with its sentence. */
export function alertsIn(findings: readonly Finding[]): Map<string, string> {
  return new Map(findings.map((finding) => [finding.alertId, `${finding.detector}: ${finding.why}`]));
}
