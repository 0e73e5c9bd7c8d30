/** Names of what was done, in the words of MITRE ATT&CK: which tactics a technique serves, and what ids were called in earlier releases. */
import { REPLACED, TECHNIQUES } from './attack-techniques';

export { ATTACK_RELEASE } from './attack-techniques';

/** Tactics of the release, in the order of the matrix; by the short name that layers and rules use. */
export const TACTICS = {
  reconnaissance: { id: 'TA0043', name: 'Reconnaissance' },
  'resource-development': { id: 'TA0042', name: 'Resource Development' },
  'initial-access': { id: 'TA0001', name: 'Initial Access' },
  execution: { id: 'TA0002', name: 'Execution' },
  persistence: { id: 'TA0003', name: 'Persistence' },
  'privilege-escalation': { id: 'TA0004', name: 'Privilege Escalation' },
  stealth: { id: 'TA0005', name: 'Stealth' },
  'defense-impairment': { id: 'TA0112', name: 'Defense Impairment' },
  'credential-access': { id: 'TA0006', name: 'Credential Access' },
  discovery: { id: 'TA0007', name: 'Discovery' },
  'lateral-movement': { id: 'TA0008', name: 'Lateral Movement' },
  collection: { id: 'TA0009', name: 'Collection' },
  'command-and-control': { id: 'TA0011', name: 'Command and Control' },
  exfiltration: { id: 'TA0010', name: 'Exfiltration' },
  impact: { id: 'TA0040', name: 'Impact' },
} as const;
export type Tactic = keyof typeof TACTICS;

export interface Technique {
  id: string;
  name: string;
  tactics: readonly Tactic[];
}

const table = readTable(TECHNIQUES);
const formerly = Map.groupBy(Object.keys(REPLACED), (id) => REPLACED[id] ?? id);

/** The technique of this id, or of the one that stands for it since; undefined for one that the table does not have. */
export function techniqueOf(id: string): Technique | undefined {
  return table.get(Object.hasOwn(REPLACED, id) ? (REPLACED[id] ?? id) : id);
}

/** Ids of earlier releases that this one stands for. */
export function formerIdsOf(id: string): readonly string[] {
  return formerly.get(id) ?? [];
}

/**
 * All names of techniques, for whoever compares them with another list: the ids as given, their former and present ones, then the ids of
 * their tactics. Ids of other frameworks stay as they are.
 */
export function namesOf(ids: readonly string[]): string[] {
  const present = ids.map((id) => techniqueOf(id)?.id ?? id);
  const former = present.flatMap(formerIdsOf);
  const tactics = present.flatMap((id) => (techniqueOf(id)?.tactics ?? []).flatMap(tacticIds));
  return [...new Set([...ids, ...present, ...former, ...tactics])];
}

/** Until release 19 what impairs defences was part of the tactic that is now Stealth. */
function tacticIds(tactic: Tactic): string[] {
  return tactic === 'defense-impairment' ? [TACTICS[tactic].id, TACTICS.stealth.id] : [TACTICS[tactic].id];
}

function readTable(text: string): Map<string, Technique> {
  const found = new Map<string, Technique>();
  let parent: Technique | undefined;
  const add = (technique: Technique): Technique => {
    found.set(technique.id, technique);
    return technique;
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('.') && parent !== undefined) {
      const { id, tactics } = parent;
      for (const sub of line.split('; ')) add({ id: `${id}${sub.slice(0, 4)}`, name: sub.slice(5), tactics });
    } else if (line !== '') {
      const [id = '', name = '', tactics = ''] = line.split(' | ');
      parent = add({ id, name, tactics: tactics.split(' ') as Tactic[] });
    }
  }
  return found;
}
