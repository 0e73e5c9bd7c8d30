/** Files put where the system looks for jobs. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { SessionMemory } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Sign } from '../../signs';
import { isScratch, payloadIn } from '../../payloads';
import { isUpkeep } from './upkeep';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';

const JOBS = new Set(['scheduled-job' as const]);

/** Technique by place; the first that fits. */
const TECHNIQUES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/launchagents/i, ['T1543.001']],
  [/launchdaemons/i, ['T1543.004']],
  [/startupitems/i, ['T1037.005']],
  [/emond/i, ['T1546.014', 'T1543.004']],
  [/udev/i, ['T1546.017']],
  [/\/rc\.local|\/rc\.d\/|\/rc[0-6s]\.d|\/init\.d\/|inittab/i, ['T1037.004']],
  [/\.timer$/i, ['T1053.006']],
  [/systemd|\/etc\/(?:init|sv|runit)\//i, ['T1543.002']],
  [/autostart|plasma-workspace|xsession/i, ['T1547.013']],
  [/startup\//i, ['T1547.001']],
  [/system32\/tasks/i, ['T1053.005']],
  [/apt\.conf\.d|(?:dnf|yum)\/plugins/i, ['T1546.016']],
  [/modules/i, ['T1547.006']],
  [/update-motd|networkmanager|acpi|dhclient/i, ['T1546']],
  [/\/at\/jobs|spool\/at/i, ['T1053.002']],
];

export function inFiles(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Sign[] {
  return writingsOf(event, analysis, session, JOBS).map(judge);
}

function judge({ path, content, inside: own, contained, excerpt, by }: Writing): Sign {
  const bad =
    payloadIn(jobLines(content)) ??
    (by && by.args.some(({ text }) => isScratch(text)) && !isScratch(path.path) && !isHandedOver(by)
      ? 'comes from a scratch folder'
      : undefined);
  const inside = own || contained || isScratch(path.path) || (bad === undefined && isUpkeep(path.path, content, by));
  return {
    what: `file:${tailOf(path.given)}`,
    why: `A job that runs by itself is put into ${path.path}${bad === undefined ? '' : `, and what it does is suspicious: it ${bad}`}`,
    severity: inside ? (bad === undefined ? 'low' : 'medium') : bad === undefined ? 'medium' : 'high',
    techniques: TECHNIQUES.find(([place]) => place.test(path.path))?.[1] ?? ['T1053.003'],
    excerpt,
    path: path.path,
  };
}

/** Moved on by an account that may write there, on the machine that it was copied to first: how files get to a server. */
const isHandedOver = ({ remote, program }: NonNullable<Writing['by']>): boolean =>
  remote?.kind === 'ssh' && /^(?:mv|cp|install)$/.test(program);

/** Where a job logs to is not what it runs. */
const jobLines = (content: string): string => content.replace(/(?:\d|&)?>{1,2}\s?\S{1,200}/g, '');
