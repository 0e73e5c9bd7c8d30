import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { payloadIn } from '../../payloads';
import { argv } from '../../programs';
import { commandLine } from '../../signs';
import { packagesOf } from '../installs';
import type { Package } from '../installs';
import { fromAddress } from './from-address';
import { inBuilds } from './in-builds';
import { byStreamEditor, inDependencies } from './in-dependencies';
import { inManifests } from './in-manifests';
import { manifest } from './manifest';
import { nearlyNamed } from './well-known';

export const packageInstall: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const changed = inDependencies(event, analysis, session);
    if (event.action.type === 'file.write')
      return [...inManifests(event.action), ...inBuilds(event.action, analysis), ...changed];
    if (analysis.command === undefined) return NO_DETECTIONS;
    const found = [...packagesOf(analysis).flatMap(judge), ...analysis.command.invocations.flatMap(byHand), ...changed];
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, 10);
  },
};

/** Installs from addresses, and scripts put into a manifest without an editor (`npm pkg set scripts.postinstall=…`). */
function byHand(one: Invocation): Detection[] {
  if (one.program !== 'npm') return [...byStreamEditor(one), ...fromAddress(one)];
  if (argv(one)[0] !== 'pkg') return fromAddress(one);
  const set = argv(one).find((word) => /^scripts\.(?:pre|post)?(?:install|prepare)=/.test(word));
  const sign = set === undefined ? undefined : payloadIn(set);
  return set === undefined || sign === undefined
    ? []
    : [
        {
          why: `An install script of the package is set that ${sign}`,
          severity: 'high',
          confidence: 'medium',
          dedupeKey: `script ${set.split('=', 1)[0] ?? ''}`,
          techniques: ['T1195.002', 'T1059'],
          excerpt: commandLine(one),
        },
      ];
}

/** By which internal names are taken over: a version above everything that is in use. */
const TAKES_OVER = /^v?(?:9{2,}|[1-9]\d{3,})\.\d{1,6}\.\d{1,6}$|^v?\d{1,3}\.9{2,}\.9{2,}$/;

function judge(one: Package): Detection[] {
  const { name, version, ecosystem } = one;
  const near = nearlyNamed(ecosystem, name);
  const odd = version !== undefined && TAKES_OVER.test(version) && !/^\d{4}\./.test(version) ? version : undefined;
  if (near === undefined && odd === undefined) return [];
  const why =
    near === undefined
      ? `${name} is installed in version ${odd ?? ''}, the shape by which internal packages are taken over`
      : `${name} is installed, one letter from ${near}`;
  return [
    {
      why,
      severity: 'medium',
      confidence: 'low',
      dedupeKey: `${ecosystem} ${name}`,
      techniques: near === undefined ? ['T1195.001', 'T1195.002'] : ['T1195.002', 'T1036.005'],
      entities: { package: version === undefined ? name : `${name}@${version}` },
      excerpt: [one.by.path, ...argv(one.by)].join(' ').slice(0, 300),
    },
  ];
}
