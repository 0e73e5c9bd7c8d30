/**
 * What a finding says about which session trees belong together. All conditions are of the kind "there is a pair of findings", so that
 * further findings only ever join: the same findings give the same groups in any order. Pure.
 */
import type { Finding } from '../../contracts/finding';
import { SEVERITIES } from '../../contracts/finding';
import { severityOf } from '../../contracts/severity';
import type { JoinPoint, JoinQuestion } from '../../contracts/store';
import { stagesOf } from './kill-chain';

/** How long after each other acts at one place may belong together, in whole minutes. */
const WINDOW_MS = 60 * 60_000;
const MINUTE_MS = 60_000;
/** Strong keys of one finding that are looked for at places too. */
const MOST_AT_PLACES = 8;
/** Points of one key in the window that are looked at. */
const MOST_POINTS = 100;

export interface Meeting {
  tenant: string;
  alertId: string;
  at: number;
  /** Scopes that are one session tree, that of the act first. */
  trees: readonly [string, ...string[]];
  points: JoinPoint[];
  questions: JoinQuestion[];
}

export function meetingOf(finding: Finding): Meeting {
  const { tenant, alertId, at, scope } = finding;
  const [tree = scope, ...more] = finding.tree ?? [];
  const points = pointsOf(finding, tree);
  const questions = points.map((point) => questionOf(point));
  return { tenant, alertId, at, trees: [tree, ...more], points, questions };
}

/** Whether a point joins the tree of another one of the same key. Without stages any does; else one must go on where the other ended. */
export function joins(a: JoinPoint, b: JoinPoint): boolean {
  if (a.tenant !== b.tenant || a.key !== b.key || Math.abs(a.at - b.at) > WINDOW_MS) return false;
  if (a.stage === undefined || b.stage === undefined) return true;
  return (b.stage - a.stage) * Math.sign(b.at - a.at) === 1;
}

function pointsOf(finding: Finding, tree: string): JoinPoint[] {
  const { tenant, baseSeverity, confidence, facts, joins: keys = [], techniques } = finding;
  const rank = SEVERITIES.indexOf(severityOf(baseSeverity, confidence, facts));
  const at = Math.floor(finding.at / MINUTE_MS) * MINUTE_MS;
  const grave = rank >= SEVERITIES.indexOf('high');
  const worthALook = rank >= SEVERITIES.indexOf('medium');
  return [
    ...(grave ? keys.map((key) => ({ tenant, key, tree, at: 0 })) : []),
    ...(worthALook ? placedKeys(finding, keys).map((key) => ({ tenant, key, tree, at })) : []),
    ...(grave
      ? workplaces(finding).flatMap((key) => stagesOf(techniques).map((stage) => ({ tenant, key, tree, at, stage })))
      : []),
  ];
}

/** Something rare at a place that is shared: neither alone would do. */
function placedKeys({ entities }: Finding, keys: readonly string[]): string[] {
  const { host, repository, account } = entities;
  const places = Object.entries({ host, repository, account }).filter(([, value]) => value !== undefined);
  return places.flatMap(([name, value]) => keys.slice(0, MOST_AT_PLACES).map((key) => `${name}:${value ?? ''} ${key}`));
}

/** One repository on one host or account: a host or an account alone is shared by too many. */
function workplaces({ entities }: Finding): string[] {
  const { host, repository, account } = entities;
  if (repository === undefined) return [];
  const others = Object.entries({ host, account }).filter(([, value]) => value !== undefined);
  return others.map(([name, value]) => `repository:${repository} ${name}:${value ?? ''}`);
}

/** All trees that share a key without a time are one already: any of them will do. */
function questionOf({ tenant, key, at }: JoinPoint): JoinQuestion {
  if (at === 0) return { tenant, key, from: 0, to: 0, limit: 1 };
  return { tenant, key, from: Math.max(1, at - WINDOW_MS), to: at + WINDOW_MS, limit: MOST_POINTS };
}
