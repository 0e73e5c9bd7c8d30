import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { absolutePath, fileRun } from '../../run-paths';
import { manifest } from './manifest';

/** Ways that outlive the session; a plain `&` does not. */
const OUTLIVES = /^(?:nohup|setsid|tmux|screen|at|batch|systemd-run|daemonize|start-stop-daemon|dtach|abduco|pm2)$/;
const MAX_TOLD = 8;

export const backgroundSurvival: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const all = invocations(analysis);
    const disowned = all.some(({ program }) => program === 'disown');
    const found = new Map<string, Detection>();
    for (const [at, one] of all.entries()) {
      if (found.size >= MAX_TOLD || !survives(one, disowned)) continue;
      const sign = signOf(one) ?? (talks(one, at, all) ? 'a loop that talks to another machine' : undefined);
      if (sign !== undefined && !found.has(sign)) found.set(sign, describe(one, sign));
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

const survives = (one: Invocation, disowned: boolean): boolean =>
  one.remote === undefined && (one.via.some((via) => OUTLIVES.test(via)) || (disowned && one.background));

const SCRATCH = /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\/var\/run|\/run\/(?!user))\//;
/** Threads of the kernel and daemons whose names are borrowed. */
const BORROWED =
  /^\[?(?:kworker|kthreadd|ksoftirqd|kswapd|rcu_sched|migration|watchdogd?|systemd-(?:udevd|journald|resolved|logind)|crond|sshd|rsyslogd|dbus-daemon|udevd|launchd|mdworker)(?:[/:\]].{0,20})?$/;
const SYSTEM = /^(?:\/usr|\/lib|\/sbin|\/bin|\/System|\/Library|\/opt)\//;

/** What is not ordinary about the program. */
function signOf(one: Invocation): string | undefined {
  const given = fileRun(one);
  if (given === undefined) return undefined;
  const path = absolutePath(given, one.cwd);
  const name = path.split('/').at(-1) ?? '';
  if (BORROWED.test(name) && !SYSTEM.test(path)) return `named like a part of the system, ${path}`;
  if (
    /^\.[^.]/.test(name) ||
    /\/\.(?!local|cargo|venv|nvm|bun|deno|npm|pyenv|rbenv|asdf|volta|cache|config|claude|codex|vscode|cursor|git|github|gradle|rustup|rye|yarn|pnpm|husky|next|nuxt|tox|direnv|sdkman|dotnet|kube|docker|ollama|opencode|gemini|pixi|mise|conda)[^/]{1,60}\//.test(
      path,
    )
  )
    return `under a hidden name, ${path}`;
  return SCRATCH.test(path) ? `from a scratch folder, ${path}` : undefined;
}

const TALKS = /^(?:curl|wget|nc|ncat|socat|telnet|openssl|ssh)$/;
const LOOPBACK = /^(?:https?:\/\/)?(?:127\.|localhost|0\.0\.0\.0|\[?::1)/;

/** `while true; do curl …; sleep 60; done` under nohup. */
function talks(one: Invocation, at: number, all: readonly Invocation[]): boolean {
  if (!TALKS.test(one.program) || argv(one).some((word) => LOOPBACK.test(word))) return false;
  return all.slice(at + 1, at + 12).some(({ program, depth }) => program === 'sleep' && depth === one.depth);
}

function describe(one: Invocation, sign: string): Detection {
  const way = one.via.find((via) => OUTLIVES.test(via)) ?? 'disown';
  const quiet = one.redirections.some(({ target }) => target.text === '/dev/null');
  return {
    why: `A program goes on after the session (${way}): ${sign}`,
    severity: sign.startsWith('named') || sign.startsWith('under') || quiet ? 'medium' : 'low',
    dedupeKey: `survives:${sign}`.slice(0, 300),
    techniques: sign.startsWith('named')
      ? ['T1036.005', 'T1564']
      : /^(?:at|batch)$/.test(way)
        ? ['T1053.002']
        : ['T1543', 'T1564'],
    entities: { process: one.path },
    excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300),
  };
}
