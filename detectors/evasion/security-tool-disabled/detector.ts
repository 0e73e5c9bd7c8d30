import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { argv, invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { ofCode } from './code';
import { ofCloud } from './cloud';
import { ofFirewall } from './firewall';
import { ofFiles } from './files';
import { ofProduct } from './products';
import { ofSystem } from './system';
import { manifest } from './manifest';

export interface Weakening {
  what: string;
  why: string;
  severity: Sign['severity'];
  techniques: readonly string[];
}

export const securityToolDisabled: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const files = ofFiles(event, analysis, session);
    const all = invocations(analysis);
    const signs = all.flatMap((one): Sign[] => {
      const program = one.program.toLowerCase().replace(/\.exe$/, '');
      const words = argv(one);
      const found =
        ofFirewall(program, words) ?? ofProduct(program, words) ?? ofSystem(program, words) ?? ofCloud(program, words);
      if (found === undefined) return [];
      const contained = one.remote !== undefined && one.remote.kind !== 'ssh';
      return [{ ...found, severity: contained ? 'low' : found.severity, excerpt: commandLine(one) }];
    });
    const inCode = ofCode(all);
    if (inCode !== undefined) signs.push(inCode);
    return signs.length + files.length === 0 ? NO_DETECTIONS : detectionsOf([...signs, ...files]);
  },
};
