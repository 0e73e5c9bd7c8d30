import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { argv } from '../../programs';
import { packagesOf } from '../installs';
import type { Package } from '../installs';
import { inManifests } from './in-manifests';
import { manifest } from './manifest';
import { nearlyNamed } from './well-known';

export const packageInstall: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    if (event.action.type === 'file.write') return inManifests(event.action);
    if (analysis.command === undefined) return NO_DETECTIONS;
    const found = packagesOf(analysis).flatMap(judge);
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, 10);
  },
};

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
