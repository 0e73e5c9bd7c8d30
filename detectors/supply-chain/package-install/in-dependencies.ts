/** Code of installed packages that is changed where it lies: whoever runs the project runs it, and no review sees it. */
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { SessionMemory } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { commandLine } from '../../signs';
import { tailOf, writingsOf } from '../../writings';

const INSTALLED =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor\/bundle|\.cargo\/registry\/src|go\/pkg\/mod)\/[^\n]{1,300}\.(?:[cm]?js|ts|py|rb|rs|go|sh)$/;
const REACHES =
  /\b(?:https?|net|dns|child_process)["'`]?\)?\s?\.(?:get|request|connect|resolve|exec|spawn)|require\(["'](?:child_process|https?|net)["']\)|\bfetch\(|XMLHttpRequest|\b(?:requests|urllib\.request|socket|subprocess|os)\.(?:post|get|urlopen|socket|system|run|Popen)\(|\bcurl\s|window\.ethereum|\b(?:eval|exec)\s?\(\s{0,4}(?:atob|Buffer\.from|base64|bytes\.fromhex|__import__)/;
const MAX_TEXT = 32 * 1024;

/** Something put into an installed package that reaches out, or runs hidden code. */
export function inDependencies(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Detection[] {
  if (!analysis.writes.some(({ path }) => INSTALLED.test(path))) return [];
  return writingsOf(event, analysis, session, CLASSES)
    .filter(
      ({ path, by, content }) =>
        INSTALLED.test(path.path) &&
        (REACHES.test(content.slice(0, MAX_TEXT)) || /^(?:curl|wget)$/.test(by?.program ?? '')),
    )
    .slice(0, 4)
    .map(({ path, excerpt }) => ({
      why: `Code of an installed package is changed in place, with something that reaches out: ${path.path}`,
      severity: 'medium' as const,
      confidence: 'medium' as const,
      dedupeKey: `installed ${tailOf(path.given)}`,
      techniques: ['T1195.001', 'T1554'],
      entities: { path: path.path },
      excerpt,
    }));
}

const CLASSES = new Set(['other', 'system', 'test'] as const);

const LOCK =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|cargo\.lock|go\.sum|composer\.lock|gemfile\.lock)$/i;
/** Replaces an address, or takes checksums away; within a workflow, takes a step from another owner. */
const MOVES = /(?:resolved|integrity|checksum|sha\d{3}|h1:|https?:\\?\/\\?\/)/i;
const STEP = /s(.)[^\n]{0,120}?([\w.-]{1,60})\/[\w.-]{1,60}@[^\n]{0,120}?\1[^\n]{0,40}?([\w.-]{1,60})\/[\w.-]{1,60}@/;

/** Lock files and workflow steps that an editor of streams rewrites, where no package manager would. */
export function byStreamEditor(one: Invocation): Detection[] {
  if (!/^(?:sed|gsed|perl|ruby)$/.test(one.program)) return [];
  const words = argv(one);
  const script = words.find((word) => /^s(?:[/#|,@!]|\{)|;\s{0,4}s[/#|]/.test(word)) ?? '';
  const lock = words.find((word) => LOCK.test(word));
  const workflow = words.find((word) => /\.github\/workflows\//.test(word));
  const step = workflow === undefined ? null : STEP.exec(script.slice(0, 200));
  const why =
    lock !== undefined && MOVES.test(script)
      ? `Addresses or checksums of a lock file are rewritten by hand: ${lock}`
      : workflow !== undefined && step !== null && step[2] !== step[3]
        ? `A step of a workflow is taken from another owner: ${step[3] ?? ''} for ${step[2] ?? ''}`
        : undefined;
  if (why === undefined) return [];
  return [
    {
      why,
      severity: 'medium',
      confidence: 'medium',
      dedupeKey: `rewritten ${(lock ?? workflow ?? '').slice(-120)}`,
      techniques: ['T1195.002'],
      excerpt: commandLine(one),
    },
  ];
}
