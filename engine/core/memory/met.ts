/** What a session has met: secrets, downloads, hosts, refusals, text from outside. Lists are made when there is something to hold. */
import type { DeniedAct, Download, OutsideText, SecretMet } from '../../../contracts/detector';
import { note } from './noted';
import type { GivesWay, Noted } from './noted';

export interface Met {
  /** Keyed by fingerprint and the way it was met. */
  secrets?: (Noted & { fingerprint: string; met: SecretMet })[];
  /** Keyed by path and address. */
  downloads?: (Noted & { path: string; download: Download })[];
  hosts?: Noted[];
  /** Keyed by what the act was and would have done. */
  denied?: (Noted & { act: Omit<DeniedAct, 'answered'> })[];
  /** Keyed by where it came from and how it begins; shingles as base64. */
  outside?: (Noted & { text: OutsideText; shingles: string })[];
  /** Documents that were read, by path: text from outside once it is known that they were cloned or loaded. */
  documents?: (Noted & { text: OutsideText; shingles: string })[];
  /** Folders that were cloned from elsewhere, with the address. */
  clones?: (Noted & { from: string })[];
  /** Characters that the lists hold. */
  noted: number;
  /** Entries that had no room since it was last asked. */
  dropped: number;
}

type List = 'secrets' | 'downloads' | 'hosts' | 'denied' | 'outside' | 'documents' | 'clones';
type Entry<L extends List> = NonNullable<Met[L]>[number];

/** Most entries, and which end gives way: of hosts the newest, so that a flood makes no host look known. */
const CAPS: Readonly<Record<List, { most: number; givesWay: GivesWay }>> = {
  secrets: { most: 128, givesWay: 'oldest' },
  downloads: { most: 32, givesWay: 'oldest' },
  hosts: { most: 128, givesWay: 'newest' },
  denied: { most: 32, givesWay: 'oldest' },
  outside: { most: 12, givesWay: 'oldest' },
  documents: { most: 6, givesWay: 'oldest' },
  clones: { most: 8, givesWay: 'oldest' },
};
/** Most characters of shingles of either kind that a session holds. */
const MAX_SHINGLES = 64 * 1024;

/** True when something changed for acts after the entry's time. */
export function keep<L extends List>(memory: Met, name: L, entry: Entry<L>): boolean {
  const { most, givesWay } = CAPS[name];
  const list = (memory[name] ?? []) as Entry<L>[];
  const held = list.length;
  if (!note<Noted>(list, entry, most, givesWay)) return false;
  if (list.length === held && held === most) memory.dropped += 1;
  (memory as Record<List, unknown>)[name] = list;
  fitShingles(memory, name === 'outside' ? memory.outside : name === 'documents' ? memory.documents : undefined);
  memory.noted = sizeOf(memory);
  return true;
}

function fitShingles(memory: Met, texts: { shingles: string }[] = []): void {
  const size = () => texts.reduce((sum, { shingles }) => sum + shingles.length, 0);
  while (texts.length > 1 && size() > MAX_SHINGLES) {
    texts.shift();
    memory.dropped += 1;
  }
}

/** About: an entry with its ids and texts, and the shingles. */
function sizeOf({ secrets, downloads, hosts, denied, outside, documents, clones }: Met): number {
  const entries = (secrets?.length ?? 0) + (downloads?.length ?? 0) + (denied?.length ?? 0) + (clones?.length ?? 0);
  const shingles = [...(outside ?? []), ...(documents ?? [])].reduce((sum, one) => sum + one.shingles.length + 300, 0);
  return 300 * entries + 60 * (hosts?.length ?? 0) + shingles;
}
