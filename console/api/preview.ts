/** What a suppression would have kept from people: past alerts, and the shipped detectors' own attack cases. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkMatch, fits, isProtected } from '../../alerts/suppress';
import type { Alert } from '../../contracts/alert';
import type { DetectorCase, Manifest } from '../../contracts/detector';
import type { Store } from '../../contracts/store';
import type { SuppressionMatch } from '../../contracts/suppression';
import { folderOf } from '../../detectors/catalogue';
import { GanderError, messageOf } from '../../platform/errors';
import { fromStore } from './parts';

export interface Preview {
  /** Alerts that it would hide. */
  count: number;
  /** The latest of them. */
  alerts: Alert[];
  /** Alerts that fit and would be shown all the same: decoys, secrets followed by value, acts against Gander. */
  protected: number;
  /** False when there are more alerts than were looked at. */
  complete: boolean;
  /** Why there can be no such suppression. */
  refused?: string;
  /** Titles of attack cases of which nothing would be told, at most 50. */
  blinds: string[];
}

const MOST_ALERTS = 20_000;
const AT_ONCE = 500;
const SHOWN = 20;
const MOST_BLINDS = 50;
/** Fields that tell where it happened: an attack in that very place has them too, whatever its case says. */
const PLACES: ReadonlySet<string> = new Set(['session', 'agent', 'user', 'host', 'repository', 'account', 'dialect']);

export async function preview(
  store: Store,
  detectors: readonly Manifest[],
  asked: unknown,
  tenant: string,
): Promise<Preview> {
  const found: Preview = { count: 0, alerts: [], protected: 0, complete: true, blinds: [] };
  try {
    const match = checkMatch(asked);
    await lookThrough(store, match, tenant, found);
    found.blinds = await blinds(match, detectors);
    return found;
  } catch (error) {
    if (error instanceof GanderError && error.code === 'request_invalid')
      return { ...found, refused: messageOf(error) };
    throw error;
  }
}

async function lookThrough(store: Store, match: SuppressionMatch, tenant: string, found: Preview): Promise<void> {
  const narrow = Object.fromEntries(
    (['detector', 'session', 'host', 'user'] as const).flatMap((field) => {
      const value = match[field];
      return value === undefined || value.endsWith('*') ? [] : [[field, value]];
    }),
  );
  let cursor: string | undefined;
  for (let seen = 0; seen < MOST_ALERTS; seen += AT_ONCE) {
    const page = await fromStore(
      store.alerts({ ...narrow, tenant, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) }),
    );
    for (const alert of page.alerts) {
      if (!fits(alert, match)) continue;
      if (isProtected(alert)) found.protected += 1;
      else {
        found.count += 1;
        if (found.alerts.length < SHOWN) found.alerts.push(alert);
      }
    }
    cursor = page.next;
    if (cursor === undefined) return;
  }
  found.complete = false;
}

/** Cases of the detectors that it is about, whose text holds what it asks for beside the place. */
async function blinds(match: SuppressionMatch, detectors: readonly Manifest[]): Promise<string[]> {
  const about = detectors.filter(({ id, attack, atlas }) => {
    const { detector, technique } = match;
    return (
      (detector === undefined || isLike(id, detector)) &&
      (technique === undefined || [...attack, ...atlas].some((one) => isLike(one, technique)))
    );
  });
  const wanted = Object.entries(match)
    .filter(([field]) => field !== 'detector' && field !== 'technique' && !PLACES.has(field))
    .map(([, value]) => JSON.stringify(value.replace(/\*$/, '')).slice(1, -1));
  const titles: string[] = [];
  for (const { id, title } of about) {
    for (const one of await casesOf(id)) {
      if (titles.length >= MOST_BLINDS) return titles;
      const text = JSON.stringify(one);
      if (one.expect.length > 0 && wanted.every((part) => text.includes(part))) titles.push(`${title}: ${one.title}`);
    }
  }
  return titles;
}

const isLike = (value: string, wanted: string): boolean =>
  wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;

/** Of the sources, also when this runs from the build. */
const DETECTORS_FOLDER = join(resolve(__dirname, '..', '..').replace(/[\\/]build$/, ''), 'detectors');

/** None of a detector from outside, or where they were not brought along. */
async function casesOf(id: string): Promise<DetectorCase[]> {
  const folder = folderOf(id);
  if (folder === undefined) return [];
  const read = async (file: string) => {
    try {
      return JSON.parse(await readFile(join(DETECTORS_FOLDER, folder, 'cases', file), 'utf8')) as DetectorCase[];
    } catch {
      return [];
    }
  };
  return [...(await read('fires.json')), ...(await read('evasion.json'))];
}
