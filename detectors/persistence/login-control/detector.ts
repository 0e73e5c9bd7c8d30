import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis, PathClass } from '../../../contracts/analysis';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { baseName } from '../../programs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { RULES } from './rules';
import { manifest } from './manifest';

const CONTROLS: ReadonlySet<PathClass> = new Set(['login-control']);
const PROGRAMS: ReadonlySet<PathClass> = new Set(['other', 'system']);
/** Programs that see a password or a key. */
const LOGIN = /^(?:sudo|su|doas|pkexec|ssh|scp|sftp|sshd|passwd|login|gpg|ssh-add|ssh-agent)$/;
const IN_PATH =
  /(?:^(?:~|\/root|\/(?:home|Users)\/[^/]{1,64})\/(?:\.local\/|\.)?bin|^\/(?:usr\/(?:local\/)?|opt\/homebrew\/)?s?bin)\/[^/]{1,40}$/;

export const loginControl: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    if (analysis.writes.length === 0) return NO_DETECTIONS;
    const controls = writingsOf(event, analysis, session, CONTROLS).flatMap(judge);
    const shims = hasShim(analysis) ? writingsOf(event, analysis, session, PROGRAMS).flatMap(shim) : [];
    return detectionsOf([...controls, ...shims]);
  },
};

function judge(writing: Writing): Sign[] {
  const { path, content, inside, contained, excerpt } = writing;
  const rule = RULES.find(({ place }) => place.test(path.path));
  const severity = rule?.severity(content);
  if (rule === undefined || severity === undefined) return [];
  return [
    {
      what: tailOf(path.given),
      why: `${rule.what} is changed: ${path.path}`,
      severity: inside || contained ? 'low' : severity,
      techniques: rule.techniques,
      excerpt,
      path: path.path,
    },
  ];
}

const isShim = (path: string): boolean => LOGIN.test(baseName(path)) && IN_PATH.test(path);
const hasShim = ({ writes }: EventAnalysis): boolean => writes.some(({ path }) => isShim(path));

/** A program of that name in a folder of the PATH: it is asked before the real one. */
function shim({ path, inside, contained, excerpt }: Writing): Sign[] {
  if (!isShim(path.path) || inside || contained) return [];
  return [
    {
      what: tailOf(path.given),
      why: `A program is put in place of ${baseName(path.path)}: ${path.path}`,
      severity: 'high',
      techniques: ['T1574.007', 'T1036.005'],
      excerpt,
      path: path.path,
    },
  ];
}
