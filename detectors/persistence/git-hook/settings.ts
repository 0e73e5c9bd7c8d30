/** Settings of git by which it starts a program or goes to another place. */
import type { Severity } from '../../../contracts/finding';
import { isScratch, payloadIn } from '../../payloads';
import type { Sign } from '../../signs';

export interface Setting {
  key: string;
  value: string;
}

const STARTS =
  /^(?:core\.(?:fsmonitor|sshcommand|pager|editor|askpass|gitproxy|alternaterefscommand)|sequence\.editor|diff\.external|(?:diff|filter|merge|difftool|mergetool|pager|browser|man|guitool|trailer|credential|uploadpack|gpg)\.(?:.{1,80}\.)?(?:command|cmd|textconv|clean|smudge|process|driver|path|helper|program|packobjectshook)|credential\.helper|init\.templatedir|core\.hookspath|include(?:if\..{1,100})?\.path)$/i;
/** Programs that these settings name every day. */
const DAILY =
  /^(?:true|false|cat|less|more|delta|bat|vim?|nvim|nano|emacs(?:client)?|code|cursor|subl|cache|store|manager(?:-core)?|osxkeychain|libsecret|wincred|gpg2?|ssh-keygen|ssh|\/usr\/bin\/(?:ssh|gpg|less|vim?)|!?\/?[\w./-]{0,80}gh auth git-credential|git-lfs [\w -]{1,40}(?:%f)?|git-crypt [\w" -]{1,40}|nbstripout|jq \.|opendiff|meld|kdiff3|difft|oauth|rs-git-fsmonitor|\.husky(?:\/_)?|\.githooks|\.git-hooks|\.git\/hooks|\/dev\/null|git-hooks|hooks|scripts\/[\w-]{1,40}|\d+|)(?:\s|$)/i;

/** What a setting does when it is one that starts a program; nothing when it is daily. */
export function settingSign(
  { key, value }: Setting,
  shown: { excerpt: string; path?: string },
  local: boolean,
): Sign[] {
  const sign = (why: string, severity: Severity, technique: string): Sign[] => [
    { what: key.toLowerCase().slice(0, 100), why, severity, techniques: [technique], ...shown },
  ];
  const shownValue = value.slice(0, 120);
  if (/^url\..{1,200}\.(?:push)?insteadof$/i.test(key)) {
    const moved = isOtherHost(key.slice(4).replace(/\.(?:push)?insteadof$/i, ''), value);
    return moved ? sign(`git silently goes elsewhere than to ${shownValue}`, 'medium', 'T1195.001') : [];
  }
  if (/^alias\./i.test(key)) {
    const bad = value.startsWith('!') ? payloadIn(value) : undefined;
    return bad === undefined
      ? []
      : sign(`git is made to run something by a command of its own, ${key}: it ${bad}`, 'high', 'T1546');
  }
  if (!STARTS.test(key)) return [];
  const bad = payloadIn(value) ?? (isScratch(value.replace(/^!/, '')) ? 'lies in a scratch folder' : undefined);
  if (bad !== undefined) return sign(`git is made to run something by ${key}: it ${bad}`, 'high', 'T1546');
  if (DAILY.test(value.trim())) return [];
  const shell = /^!|[;&|`]|\$\(|\b(?:sh|bash|python[\d.]*|node|perl) -[ce]\b/.test(value);
  if (/hookspath|templatedir|include/i.test(key))
    return local && !/^[/~]/.test(value)
      ? []
      : sign(`git takes its hooks or settings from ${shownValue}`, local ? 'low' : 'medium', 'T1546');
  return shell || /fsmonitor|sshcommand/i.test(key)
    ? sign(`git is made to run ${shownValue} by ${key}`, shell || !local ? 'medium' : 'low', 'T1546')
    : [];
}

const HOST = /^(?:[a-z+]{2,10}:\/\/)?(?:[^@/\s]{1,100}@)?([^:/\s]{1,200})/i;

function isOtherHost(to: string, from: string): boolean {
  const [target, source] = [HOST.exec(to)?.[1], HOST.exec(from)?.[1]].map((host) => host?.toLowerCase());
  return target !== undefined && source !== undefined && target !== source && /\./.test(target) && /\./.test(source);
}

/** Settings in the text of a git configuration file, as `section.sub.key`. */
export function settingsIn(text: string): Setting[] {
  let section = '';
  return text
    .slice(0, 16_384)
    .split('\n')
    .flatMap((line): Setting[] => {
      const head = /^\s{0,8}\[([\w-]{1,40})(?:\s+"([^"]{1,200})")?\]/.exec(line);
      if (head) section = head[2] === undefined ? (head[1] ?? '') : `${head[1]}.${head[2]}`;
      const pair = /^\s{0,8}([\w-]{1,40})\s{0,8}=\s{0,8}(.{0,400})$/.exec(line);
      return pair ? [{ key: `${section}.${pair[1]}`, value: (pair[2] ?? '').trim() }] : [];
    });
}
