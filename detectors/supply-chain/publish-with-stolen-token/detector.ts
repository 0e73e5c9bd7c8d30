import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { argv, invocations } from '../../programs';
import { manifest } from './manifest';

interface State {
  /** By registry: the file that was opened. */
  read?: Record<string, { path: string; eventId: string; at: number }>;
}

/** Files with tokens, by the registry or forge that they open. */
const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.(?:npmrc|yarnrc\.yml)$/, 'npm'],
  [/(?:^|\/)\.pypirc$/, 'pypi'],
  [/\.cargo\/credentials(?:\.toml)?$/, 'crates'],
  [/\.gem\/credentials$/, 'gems'],
  [/(?:\.config\/gh\/hosts\.yml|\.git-credentials)$/, 'forge'],
];
const PUBLISHES: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^(?:npm|pnpm|yarn|bun|lerna)$/, /^(?:npm )?publish\b/, 'npm'],
  [/^(?:twine|python[\d.]*)$/, /^(?:-m twine )?upload\b/, 'pypi'],
  [/^(?:uv|poetry|hatch|flit|pdm)$/, /^publish\b/, 'pypi'],
  [/^cargo$/, /^publish\b/, 'crates'],
  [/^gem$/, /^push\b/, 'gems'],
  [/^gh$/, /^(?:workflow run|release create)\b/, 'forge'],
];

export const publishWithStolenToken: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, { analysis }) {
    if (event.phase === 'denied') return NO_DETECTIONS;
    const found = invocations(analysis).flatMap((one) => {
      const words = argv(one).slice(0, 12).join(' ');
      const kind = PUBLISHES.find(([program, call]) => program.test(one.program) && call.test(words))?.[2];
      const before = kind === undefined ? undefined : state.read?.[kind];
      if (before === undefined || words.includes('--dry-run')) return [];
      return [
        {
          why: `${before.path} with its publish token was opened, and then ${one.program} publishes`,
          dedupeKey: `${kind ?? ''} ${before.path}`,
          entities: { path: before.path },
          excerpt: `${one.path} ${words}`.slice(0, 300),
          also: [{ eventId: before.eventId, at: before.at, excerpt: before.path, phase: 'completed' }],
        },
      ];
    });
    for (const { path } of analysis.reads.slice(0, 100)) {
      const kind = TOKENS.find(([file]) => file.test(path.slice(-200)))?.[1];
      if (kind !== undefined) (state.read ??= {})[kind] ??= { path: path.slice(-200), eventId: event.id, at: event.at };
    }
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};
