/** Files that say who may become whom: written, edited or copied over. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { SUDO, gain } from './gain';
import type { Gain } from './gain';

interface Control {
  pattern: RegExp;
  name: string;
  severity: Severity;
  techniques: readonly string[];
}

const ETC = String.raw`^(?:/private)?/(?:usr/local/|usr/pkg/|opt/[\w.-]{1,40}/)?etc/`;
const CONTROLS: readonly Control[] = [
  {
    pattern: new RegExp(`${ETC}sudoers(?:\\.tmp|\\.dist)?$`),
    name: "sudo's rules",
    severity: 'medium',
    techniques: SUDO,
  },
  { pattern: new RegExp(`${ETC}sudoers\\.d(?:/|$)`), name: "sudo's rules", severity: 'medium', techniques: SUDO },
  {
    pattern: new RegExp(`${ETC}(?:doas\\.conf|super\\.tab)$`),
    name: "doas's rules",
    severity: 'medium',
    techniques: SUDO,
  },
  {
    pattern: new RegExp(`${ETC}polkit-1/|^/usr/share/polkit-1/(?:rules|actions)`),
    name: "polkit's rules",
    severity: 'medium',
    techniques: ['T1548'],
  },
  {
    pattern: new RegExp(`${ETC}(?:passwd|shadow|group|gshadow|master\\.passwd)$`),
    name: 'the accounts of this host',
    severity: 'medium',
    techniques: ['T1098', 'T1548'],
  },
];

/** Programs that only look at a file, or change nothing of what it says. */
const LOOKERS =
  /^(?:cat|bat|less|more|head|tail|grep|egrep|fgrep|rg|ls|stat|file|wc|test|\[|\[\[|diff|cmp|md5sum|sha\d{1,3}sum|chmod|chown|chgrp|awk|gawk|mawk|cut|sort|od|xxd|hexdump|strings|base64|getfacl|lsattr|find|readlink|realpath|source|\.|cd|echo|printf|mkdir|rm|tar|zip|scp|rsync|curl|python[\d.]{0,4}|docker|podman|kubectl|ansible\S{0,20}|git|man|getent|john|hashcat|unshadow|nl|tac|rev|while|for|read|sqlite3|dd|cp|mv|install|ln|tee|sed|vipw|pwck|grpck|ed)$/;

/** What is changed of the rules: by a tool, a redirection, a copy, or an editor that is given the file. */
export function inControlFiles(analysis: EventAnalysis, all: readonly Invocation[], excerpt: string): Gain[] {
  const written = analysis.writes.flatMap(({ path }) => {
    const control = controlOf(path);
    return control
      ? [
          {
            what: `control:${path}`,
            why: `${upper(control.name)} are changed: ${path}`,
            severity: control.severity,
            techniques: control.techniques,
            excerpt,
            path,
          },
        ]
      : [];
  });
  return [...written, ...all.flatMap(edited)];
}

function edited(one: Invocation): Gain[] {
  if (one.remote !== undefined || LOOKERS.test(one.program)) return [];
  const words = argv(one);
  if (one.program === 'visudo' && words.some((word) => /^-[a-zA-Z]*c|^--check/.test(word))) return [];
  const path =
    one.program === 'visudo'
      ? (words.find((word) => word.startsWith('/')) ?? '/etc/sudoers')
      : words.find((word) => controlOf(word) !== undefined);
  const control = path === undefined ? undefined : controlOf(path);
  if (path === undefined || !control || (one.as === undefined && !EDITORS.test(one.program))) return [];
  return [
    {
      ...gain(
        one,
        `control:${path}`,
        `${upper(control.name)} are opened to be changed by ${one.program}: ${path}`,
        'medium',
        control.techniques,
      ),
      path,
    },
  ];
}

const EDITORS = /^(?:n?vim?|nano|emacs|ee|ed|micro|joe|mcedit|pico|jed|ne|kak|hx|gedit|kate|visudo|sudoedit|code)$/;

function controlOf(path: string): Control | undefined {
  return path.startsWith('/') ? CONTROLS.find(({ pattern }) => pattern.test(path)) : undefined;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
