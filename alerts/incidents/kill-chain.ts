/** Techniques in the order of the kill chain. */
import { TACTICS, techniqueOf } from '../../contracts/attack';
import type { Tactic } from '../../contracts/attack';

const ORDER = Object.keys(TACTICS) as Tactic[];

/** Tactic that a technique stands for: of several the first, which is how an attack mostly uses it. Undefined for ids of other frameworks. */
export function tacticOf(technique: string): Tactic | undefined {
  return techniqueOf(technique)?.tactics[0];
}

/** Place in the matrix, reconnaissance first. */
export const placeOf = (tactic: string): number => ORDER.indexOf(tactic as Tactic);

/** The parts of an attack that follow each other: a foothold, access, taking away, damage. */
const STAGES: Readonly<Record<Tactic, number>> = {
  reconnaissance: 0,
  'resource-development': 0,
  'initial-access': 0,
  execution: 0,
  persistence: 0,
  'privilege-escalation': 0,
  stealth: 0,
  'defense-impairment': 0,
  discovery: 0,
  'credential-access': 1,
  'lateral-movement': 1,
  collection: 1,
  'command-and-control': 2,
  exfiltration: 2,
  impact: 3,
};

/** Distinct stages of these techniques, in order. */
export function stagesOf(techniques: readonly string[]): number[] {
  const tactics = techniques.map(tacticOf).filter((tactic) => tactic !== undefined);
  return [...new Set(tactics.map((tactic) => STAGES[tactic]))].sort();
}
