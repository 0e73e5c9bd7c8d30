/** What processes hold: their environment and their memory. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv, readersOf } from '../../programs';
import { SECRET_WORD, access } from './access';
import type { Access } from './access';

/** `env`, `printenv`, `set`, `export -p`, `declare -x`: alone low; filtered for secrets or sent on, more. */
export function environment(one: Invocation, index: number, all: readonly Invocation[]): Access[] {
  if (one.program === 'ps' && /^[a-zA-Z]{0,8}e/.test(argv(one).find((word) => !word.startsWith('-')) ?? ''))
    return [
      access(one, 'environment:ps', 'The environment of other processes is printed by ps', 'medium', [
        'T1552.007',
        'T1057',
      ]),
    ];
  const named = one.program === 'printenv' ? argv(one).find((word) => SECRET_WORD.test(word)) : undefined;
  if (named !== undefined)
    return [access(one, `environment:${named}`, `The secret variable ${named} is printed`, 'low', ['T1552.007'])];
  if (!dumpsEnvironment(one)) return [];
  const rest = readersOf(all, index);
  const filtered = rest.some(
    (next) =>
      ['grep', 'egrep', 'rg', 'awk', 'sed'].includes(next.program) && argv(next).some((word) => SECRET_WORD.test(word)),
  );
  const encoded = rest.some(encodes);
  const severity = encoded ? 'medium' : 'low';
  return [
    access(
      one,
      'environment',
      `The whole environment is printed${filtered ? ', filtered for secrets' : encoded ? ', encoded' : ''}`,
      severity,
      ['T1552.007'],
    ),
  ];
}

/** Makes text unreadable for whoever looks on. */
export const encodes = (one: Invocation): boolean => ENCODERS.has(one.program);
const ENCODERS: ReadonlySet<string> = new Set(['base64', 'base32', 'xxd', 'gzip', 'openssl', 'od']);

function dumpsEnvironment(one: Invocation): boolean {
  const words = argv(one);
  if (/^(?:docker|podman)$/.test(one.program))
    return words[0] === 'inspect' && words.some((word) => /\.Config\.Env\b|^\{\{json \.Config\}\}/.test(word));
  if (one.program === 'printenv') return words.every((word) => word.startsWith('-'));
  if (one.program === 'env') return words.length === 0 && one.environment.length === 0;
  if (one.program === 'set') return words.length === 0;
  if (one.program === 'export') return words.length === 0 || (words.length === 1 && words[0] === '-p');
  if (one.program === 'declare' || one.program === 'typeset')
    return words.length === 1 && /^-[xp]+$/.test(words[0] ?? '');
  return one.program === 'compgen' && /^-[ev]$/.test(words[0] ?? '');
}

/** Code that opens another process's memory. */
export function memoryByCode({ code, reads }: EventAnalysis): Access[] {
  if (code.length === 0) return [];
  const target = reads.find(({ path }) => /^\/proc\/[^/]{1,80}\/mem$/.test(path));
  return target === undefined
    ? []
    : [
        {
          what: 'memory:code',
          why: `A process's memory is read by code (${target.path})`,
          severity: 'medium',
          techniques: ['T1003.007'],
          path: target.path,
          excerpt: target.given,
        },
      ];
}

/** Another process's memory. */
export function memory(one: Invocation): Access[] {
  const words = argv(one);
  const dumps =
    one.program === 'gdb' &&
    words.some((word) => /^(?:dump\s+(?:binary\s+)?memory|generate-core-file|gcore)\b/.test(word));
  if (dumps) return [access(one, 'memory:gdb', "A process's memory is written out by gdb", 'medium', ['T1003.007'])];
  const target =
    words.find((word) => word.endsWith('/mem') && /^(?:if=)?\/(?:proc\/[^/]{1,80}|dev\/k?)\/?mem$/.test(word)) ??
    (one.program === 'gcore' ? words.at(-1) : undefined);
  return target === undefined
    ? []
    : [
        access(one, `memory:${target}`, `A process's memory is read (${target.replace(/^if=/, '')})`, 'high', [
          'T1003.007',
        ]),
      ];
}
