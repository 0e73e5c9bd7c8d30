import type { EventAnalysis, ResolvedPath } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { factsOfNames } from '../../targets';
import { cleansImage, harmOf } from './harm';
import type { Harm } from './harm';
import { manifest } from './manifest';
import { onUnsetVariable } from './unset';
import { spoilt } from './spoilt';

/** Most statements about one act. */
const MAX_DETECTIONS = 10;

export const destructiveFiles: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const { deletes } = context.analysis;
    const unset = onUnsetVariable(event, context.analysis);
    const modes = spoilt(context.analysis);
    if (deletes.length === 0 && unset.length === 0 && modes.length === 0) return NO_DETECTIONS;
    const remote = remotePaths(context);
    const looked = cleansImage(deletes) ? deletes.filter(({ path }) => !path.startsWith('/var/log')) : deletes;
    const prepared = preparedDisks(context.analysis);
    const found = looked.flatMap((path) => judge(path, remote.get(path.given), prepared, event, context) ?? []);
    const all = [...found, ...unset, ...modes];
    return all.length === 0 ? NO_DETECTIONS : all.slice(0, MAX_DETECTIONS);
  },
};

/** Which of the words belong to programs that run elsewhere, and where. */
function remotePaths({ analysis }: DetectorContext): ReadonlyMap<string, Invocation> {
  const known = new Map<string, Invocation>();
  for (const one of invocations(analysis))
    if (one.remote !== undefined) for (const word of argv(one)) if (!known.has(word)) known.set(word, one);
  return known;
}

const IMAGE = /^(?:if=)?.{0,300}\.(?:img|iso|raw|wic|hddimg|bmap|sdimg|dmg)$/i;
const FORMATS = /^(?:mkfs(?:\.\w{2,8})?|mke2fs|mkswap|pvcreate|parted|sgdisk|fdisk|sfdisk)$/;
const REMOVABLE =
  /^\/dev\/(?:(?:sd|vd|xvd)[b-z]\d{0,2}|nvme[1-9]n\d(?:p\d{1,2})?|mmcblk\d(?:p\d{1,2})?|r?disk[2-9](?:s\d{1,2})?)$/;

/** Disks that are no first one and get a file system or the image of a system: how volumes, boards and sticks are made. */
function preparedDisks(analysis: EventAnalysis): ReadonlySet<string> {
  const disks = new Set<string>();
  for (const one of analysis.deletes.length === 0 ? [] : invocations(analysis)) {
    const words = argv(one);
    const disk = words.map((word) => word.replace(/^of=/, '')).find((word) => REMOVABLE.test(word));
    const copied = /^(?:dd|cp|cat|dcfldd)$/.test(one.program) && words.some((word) => IMAGE.test(word));
    if (disk !== undefined && (copied || FORMATS.test(one.program))) disks.add(disk);
  }
  return disks;
}

function judge(
  path: ResolvedPath,
  remote: Invocation | undefined,
  prepared: ReadonlySet<string>,
  event: AgentEvent,
  context: DetectorContext,
): Detection | undefined {
  const harm = harmOf(path) ?? wholeProject(path, event, context);
  if (harm === undefined) return undefined;
  const there = remote?.remote;
  const contained = there !== undefined && there.kind !== 'ssh';
  return {
    why: `${nameOf(event)} removes or overwrites ${harm.what}${there === undefined ? '' : ` on ${there.kind} ${there.target}`}`,
    // What is in a container of its own is made anew with it, unless it is a service's data.
    severity:
      contained && !/data of a service/.test(harm.what) ? 'low' : prepared.has(path.given) ? 'medium' : harm.severity,
    dedupeKey: path.given,
    techniques: harm.techniques,
    entities: { path: path.path, ...(there === undefined ? {} : { destination: there.target }) },
    facts: there === undefined ? [] : factsOfNames([there.target], context.installation),
  };
}

/** The folder that the session works in, named as a whole from within: `rm -rf *`, `find . -delete`. */
function wholeProject(path: ResolvedPath, event: AgentEvent, { session }: DetectorContext): Harm | undefined {
  if (!/^(?:\.\/?)?(?:\*{1,2}|\.\*)?$/.test(path.given) || path.given === '') return undefined;
  const folder = session.project ?? (event.action.type === 'exec' ? event.action.cwd : undefined) ?? session.cwd;
  const bare = path.path.replace(/\/(?:\*{1,2}|\.\*)$/, '').replace(/^~/, '');
  if (folder === undefined || !folder.endsWith(bare) || bare.length < 2) return undefined;
  return { what: `everything in the project folder (${path.given})`, severity: 'medium', techniques: ['T1485'] };
}

const nameOf = ({ action }: AgentEvent): string =>
  action.type === 'exec' || !('tool' in action) ? 'A command' : (action.tool ?? 'The agent');
