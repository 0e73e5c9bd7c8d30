/** Every detector that Gander ships, by group, in the order in which they step. A folder that is missing here fails a test. */
import type { Detector } from '../contracts/detector';
import { BEHAVIOUR } from './behaviour/group';
import { COMMAND_AND_CONTROL } from './command-and-control/group';
import { CREDENTIALS } from './credentials/group';
import { DISCOVERY } from './discovery/group';
import { EVASION } from './evasion/group';
import { EXECUTION } from './execution/group';
import { EXFILTRATION } from './exfiltration/group';
import { GOAL_HIJACK } from './goal-hijack/group';
import { IMPACT } from './impact/group';
import { OVERSIGHT } from './oversight/group';
import { PERSISTENCE } from './persistence/group';
import { PRIVILEGE } from './privilege/group';
import { SUPPLY_CHAIN } from './supply-chain/group';

/** By the name of their folder. */
export const GROUPS: Readonly<Record<string, readonly Detector[]>> = {
  'goal-hijack': GOAL_HIJACK,
  execution: EXECUTION,
  persistence: PERSISTENCE,
  privilege: PRIVILEGE,
  evasion: EVASION,
  credentials: CREDENTIALS,
  discovery: DISCOVERY,
  exfiltration: EXFILTRATION,
  'command-and-control': COMMAND_AND_CONTROL,
  impact: IMPACT,
  'supply-chain': SUPPLY_CHAIN,
  behaviour: BEHAVIOUR,
  oversight: OVERSIGHT,
};

export const DETECTORS: readonly Detector[] = Object.values(GROUPS).flat();

/** Folder of a shipped detector below `detectors/`, such as `execution/reverse-shell`; undefined for one from outside. */
export function folderOf(id: string): string | undefined {
  const group = Object.keys(GROUPS).find((name) => GROUPS[name]?.some(({ manifest }) => manifest.id === id));
  return group === undefined ? undefined : `${group}/${id}`;
}
