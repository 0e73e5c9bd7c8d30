/** Programs that are made to give rights to whoever starts them: set-user-id bits, capabilities, shells that keep such rights. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName } from '../../programs';
import { SET_ID, gain } from './gain';
import type { Gain } from './gain';

import { isShell, keepsRights, rewired } from './shell-words';
import { WRITABLE } from './writable';

const SYMBOLIC = /^(?:[ugoa]{0,4}[-+=][rwxXst]{0,6},){0,4}(?:u|ug|gu|a|ugo)?[+=][rwxX]{0,4}s/;
const OCTAL = /^0?[4567][0-7]{3}$/;
/** Capabilities that are as good as root. */
const CAPABILITY =
  /cap_(?:setuid|setgid|setfcap|sys_admin|sys_ptrace|sys_module|sys_rawio|dac_override|dac_read_search|chown|fowner)\b|^(?:all|)[=+][eip]{0,3}ep?[eip]{0,2}$/i;
const INTERPRETER = /^(?:python|perl|ruby|node|php|lua|gdb|vim?|find|awk|tclsh|env|less|nmap)[\d.]{0,5}$/;
/** Helper that browsers ship and that must have the bit. */
const SANDBOX_HELPER = /^chrome[-_]sandbox$/;
const TEXTS = /^(?:echo|printf|cat|grep|egrep|rg|git|gh|tee|sed|man|less|head|tail)$/;

/** What gives or keeps a set-user-id program's rights. */
export function inSetId(one: Invocation, copied: ReadonlySet<string>): Gain[] {
  if (one.remote !== undefined) return [];
  const words = argv(one);
  if (one.program === 'chmod' || one.program === 'install') return setUserId(one, words, copied);
  if (one.program === 'setcap') return capability(one, words);
  if (isShell(one.program)) {
    const keeps = words.length > 0 && /^-[a-zA-Z]*p[a-zA-Z]*$/.test(words[0] ?? '');
    return keeps
      ? [
          gain(
            one,
            'keeps-rights',
            'A shell is told to keep the rights of a set-user-id program (-p)',
            'medium',
            SET_ID,
          ),
        ]
      : [];
  }
  return inWords(one, words, copied);
}

function inWords(one: Invocation, words: readonly string[], copied: ReadonlySet<string>): Gain[] {
  const at = TEXTS.test(one.program)
    ? -1
    : words.findIndex(
        (word, index) =>
          keepsRights(word) || rewired(word) || (isShell(word) && word.includes('/') && words[index + 1] === '-p'),
      );
  const handed =
    copied.size > 0 &&
    words.some((word) => /^(?:-p|--arg=-p)$/.test(word)) &&
    !/^(?:mkdir|cp|mv|ssh|docker|read)$/.test(one.program);
  if (at < 0 && !handed) return [];
  return [
    gain(
      one,
      'keeps-rights',
      `${one.program} is given a shell that keeps the rights of a set-user-id program`,
      'medium',
      SET_ID,
    ),
  ];
}

function setUserId(one: Invocation, words: readonly string[], copied: ReadonlySet<string>): Gain[] {
  const modes =
    one.program === 'chmod'
      ? words
      : words.flatMap((word, at) =>
          words[at - 1] === '-m' ? [word] : /^--mode=|^-m./.test(word) ? [word.replace(/^--mode=|^-m/, '')] : [],
        );
  if (!modes.some((word) => OCTAL.test(word) || SYMBOLIC.test(word))) return [];
  const targets = words.filter((word) => !word.startsWith('-') && !OCTAL.test(word) && !SYMBOLIC.test(word));
  const target = targets.at(-1) ?? '';
  if (SANDBOX_HELPER.test(baseName(target))) return [];
  const grave = targets.some(
    (path) => isShell(path) || INTERPRETER.test(baseName(path)) || WRITABLE.test(path) || copied.has(path),
  );
  return [
    {
      ...gain(
        one,
        `set-id:${target}`,
        `${target} is made to run with its owner's rights whoever starts it (set-user-id)`,
        grave ? 'high' : 'medium',
        SET_ID,
      ),
      path: target,
    },
  ];
}

function capability(one: Invocation, words: readonly string[]): Gain[] {
  if (!words.some((word) => CAPABILITY.test(word))) return [];
  const target = words.at(-1) ?? '';
  const grave = isShell(target) || INTERPRETER.test(baseName(target)) || WRITABLE.test(target);
  return [
    {
      ...gain(
        one,
        `capability:${target}`,
        `${target} is given a capability as good as root (${words.find((word) => CAPABILITY.test(word)) ?? ''})`,
        grave ? 'high' : 'medium',
        SET_ID,
      ),
      path: target,
    },
  ];
}

/** Paths that shells are copied or linked to under another name. */
export function copiesOfShells(all: readonly Invocation[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const one of all) {
    if (one.program !== 'cp' && one.program !== 'ln' && one.program !== 'install') continue;
    const plain = argv(one).filter((word) => !word.startsWith('-'));
    const [from = '', to] = plain;
    if (plain.length === 2 && to !== undefined && from.includes('/') && isShell(from) && !isShell(to)) found.add(to);
  }
  return found;
}

/** A written source whose program takes root's id and then opens a shell: made to be given the set-user-id bit, or loaded by who has it. */
export function inSource({ action }: AgentEvent, { code }: EventAnalysis): Gain[] {
  if (action.type !== 'file.write' || !BECOMES_ROOT.test((action.content ?? '').slice(0, 16_384))) return [];
  const shell = code.some(({ kind, language }) => kind === 'spawn-shell' && language === 'c');
  return shell
    ? [
        {
          what: 'becomes-root',
          why: "Source is written that takes root's user id and opens a shell",
          severity: 'medium',
          techniques: SET_ID,
          excerpt: (action.content ?? '').slice(0, 300),
        },
      ]
    : [];
}

const BECOMES_ROOT = /\bset(?:re|res|e)?uid\s{0,4}\(\s{0,4}0\b/;

/** Code that takes root's user id and then starts a program, as the holder of a capability does. */
export function inCode(one: Invocation, { code }: EventAnalysis): Gain[] {
  const becomes = one.code?.find(({ text }) => BECOMES_ROOT.test(text.slice(0, 4_000)));
  const starts =
    becomes !== undefined &&
    code.some(({ kind, language }) => language === becomes.language && /^(?:spawn|spawn-shell|pty)$/.test(kind));
  return starts
    ? [gain(one, 'becomes-root', `${becomes.language} code takes root's user id and starts a program`, 'high', SET_ID)]
    : [];
}
