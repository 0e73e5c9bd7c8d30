/** A scenario through the real collector code and the real engine, in this process: live, shuffled, twice, over partitions. */
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import { readBody } from '../../collector/read-body';
import type { BodyJob } from '../../collector/read-body';
import type { InstallationContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { SEVERITIES } from '../../contracts/finding';
import type { EvidenceFact, Finding, Severity } from '../../contracts/finding';
import { severityOfAll } from '../../contracts/severity';
import { DETECTORS } from '../../detectors/catalogue';
import { withBadVersions } from '../../engine/bad-versions';
import { loadConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { decodeEnvelope } from '../../stream/envelope';
import { seeded } from '../bench/standard-load';
import { T0 } from '../support/agent-events';
import { LATENESS_MS, engineOf, run } from '../support/engine';
import { SENDER } from '../support/recorded';
import type { Scenario, Sent, Switches, WantedAlert } from './scenario';
import { told } from './tell/tell';
import type { TimedRequest } from './tell/tell';

export interface ToldAlert {
  id: string;
  detector: string;
  severity: Severity;
  why: string;
  about: string;
  facts: readonly EvidenceFact[];
}

/** What secrets are fingerprinted with. */
export const KEY = Buffer.alloc(32, 7);
const REDACTOR = createRedactor(KEY, 'test');
const { limits } = loadConfig({ env: {} }).collector;
/** Until the last summary of the baselines is told. */
const REST_MS = 420_000;
/** From a request's records to its receipt. */
const TRANSIT_MS = 200;

/** What the collector makes of the story. */
export const eventsOf = (scenario: Scenario, switches: Switches): AgentEvent[] =>
  eventsIn(told(scenario, switches, T0));

/** What the collector of that machine makes of requests. */
export function eventsIn(requests: readonly TimedRequest[], machineHost = 'devbox'): AgentEvent[] {
  return requests.flatMap(({ at, sent }) => {
    const { messages } = readBody(jobOf(sent, at + TRANSIT_MS), {
      limits,
      instanceId: 'none',
      machineHost,
      redactorOf: () => REDACTOR,
    });
    return messages.flatMap((message) =>
      message.topic === 'gander.events.v1'
        ? decodeEnvelope({ value: message.value, headers: message.headers ?? {} }).events
        : [],
    );
  });
}

function jobOf(sent: Sent, receivedAt: number): BodyJob {
  const frame = { encoding: 'identity', sender: SENDER, receivedAt } as const;
  if ('signal' in sent) {
    return {
      ...frame,
      signal: sent.signal,
      format: 'json',
      body: new Uint8Array(Buffer.from(JSON.stringify(sent.body))),
    };
  }
  const sensor = sent.path.replace('/sensors/', '');
  return { ...frame, signal: 'sensors', sensor, body: new Uint8Array(Buffer.from(sent.body)) };
}

/** What an installation knows that is so configured, the shipped list of bad versions included. */
export function installationOf({ context }: Pick<Scenario, 'context'>): InstallationContext {
  const { engine, context: plain } = loadConfig({ env: {} });
  return withBadVersions({ engine, context: { ...plain, ...context } }, SILENT, () => T0).context;
}

const SILENT = createLogger({ level: 'error', format: 'json' });

export interface HowTold {
  partitions?: number;
  /** Twice, and in an order in which nothing is later than the lateness allows. */
  shuffledBy?: number;
}

export function alertsOf(
  scenario: Pick<Scenario, 'context'>,
  events: readonly AgentEvent[],
  how: HowTold = {},
): ToldAlert[] {
  const order = how.shuffledBy === undefined ? events : shuffled(events, how.shuffledBy);
  const installation = installationOf(scenario);
  const make = () => engineOf(DETECTORS, { analyse: createAnalyser(), installation });
  const { findings } = run(order, make, { partitions: how.partitions ?? 1, restMs: REST_MS });
  return [...Map.groupBy(findings, (finding) => finding.alertId).values()].map(alertOf);
}

function shuffled(events: readonly AgentEvent[], seed: number): AgentEvent[] {
  const random = seeded(seed);
  return [...events, ...events]
    .map((event) => ({ event, turn: event.receivedAt + random() * (LATENESS_MS - 1_000) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ event }) => event);
}

function alertOf(findings: readonly Finding[]): ToldAlert {
  const facts = [...new Set<EvidenceFact>(findings.flatMap((finding) => finding.facts))].sort();
  const rank = (finding: Finding) => SEVERITIES.indexOf(finding.baseSeverity);
  const [first] = [...findings].sort((a, b) => rank(b) - rank(a) || a.at - b.at);
  return {
    id: first?.alertId ?? '',
    detector: first?.detector ?? '',
    severity: severityOfAll(findings, facts),
    why: first?.why ?? '',
    about: findings.flatMap(({ why, entities }) => [why, ...Object.values<string>({ ...entities })]).join('\n'),
    facts,
  };
}

/** What an analyst would miss, and what nobody wanted to see; empty when the alerts are right. */
export function differences(scenario: Scenario, switches: Switches, alerts: readonly ToldAlert[]): string[] {
  const wanted = scenario.wanted[switches];
  const missing = wanted.filter((want) => !alerts.some((alert) => meets(alert, want)));
  const allowed = new Set([...wanted.map(({ detector }) => detector), ...(scenario.also ?? [])]);
  const extra = alerts.filter((alert) => isLoud(alert.severity) && !allowed.has(alert.detector));
  return [
    ...missing.map(({ detector, severity, about }) => `missing: ${detector} ${severity} ${about ?? ''}`.trim()),
    ...extra.map(({ detector, severity, why }) => `not wanted: ${detector} ${severity}: ${why}`),
  ];
}

const isLoud = (severity: Severity): boolean => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('medium');

function meets(alert: ToldAlert, { detector, severity, about }: WantedAlert): boolean {
  return (
    alert.detector === detector &&
    SEVERITIES.indexOf(alert.severity) >= SEVERITIES.indexOf(severity) &&
    (about === undefined || alert.about.includes(about))
  );
}
