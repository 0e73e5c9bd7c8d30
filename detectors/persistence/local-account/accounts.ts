/** What programs for users do to accounts. */
import type { Severity } from '../../../contracts/finding';

export interface AccountAct {
  what: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
}

const ADMIN = /(?:^|,)(?:sudo|wheel|root|admin|adm|administrators|shadow|disk)(?:,|$)/i;
const act = (name: string, why: string, severity: Severity, technique: string): AccountAct => ({
  what: `account:${name.slice(0, 60)}`,
  why,
  severity,
  techniques: [technique],
});
/** Value of an option, apart or joined. */
function valueOf(words: readonly string[], names: RegExp): string | undefined {
  const at = words.findIndex((word) => names.test(word.split('=', 1)[0] ?? ''));
  const word = words[at];
  return word === undefined ? undefined : word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
}

/** The act on an account, if it is one. */
export function accountAct(program: string, words: readonly string[], stdin: string): AccountAct | undefined {
  switch (program) {
    case 'useradd':
    case 'adduser':
      return added(words);
    case 'usermod':
    case 'gpasswd':
      return raised(program, words);
    case 'chpasswd':
      return /^root:/m.test(stdin.slice(0, 2_000))
        ? act('root', 'The password of root is set', 'high', 'T1098')
        : undefined;
    case 'net':
    case 'net1':
      return windows(words);
    case 'new-localuser':
      return act(
        valueOf(words, /^-name$/i) ?? words[0] ?? '',
        `A local user is made: ${valueOf(words, /^-name$/i) ?? words[0] ?? ''}`,
        'medium',
        'T1136.001',
      );
    case 'add-localgroupmember':
      return ADMIN.test(valueOf(words, /^-group$/i) ?? words[0] ?? '')
        ? act(words.at(-1) ?? '', `A user becomes administrator: ${words.at(-1) ?? ''}`, 'high', 'T1098.007')
        : undefined;
    case 'dscl':
      return mac(words);
    case 'sysadminctl':
      return words.includes('-addUser')
        ? act(
            valueOf(words, /^-addUser$/) ?? '',
            `A local user is made: ${valueOf(words, /^-addUser$/) ?? ''}`,
            words.includes('-admin') ? 'high' : 'medium',
            'T1136.001',
          )
        : undefined;
    case 'dseditgroup':
      return words.at(-1) === 'admin' && words.includes('-a')
        ? act(
            valueOf(words, /^-a$/) ?? '',
            `A user becomes administrator: ${valueOf(words, /^-a$/) ?? ''}`,
            'high',
            'T1098.007',
          )
        : undefined;
    case 'pw':
      return words[0] === 'useradd' || words[0] === 'adduser' ? added(words.slice(1)) : undefined;
    default:
      return undefined;
  }
}

/** Options of `useradd` and its kin whose value is no name of the user. */
const VALUED =
  /^(?:-[A-Za-z]?[sdgGucpekbfKhZ]|--(?:shell|home(?:-dir)?|base-dir|gid|groups|uid|comment|password|expiredate|inactive|skel|gecos|ingroup|firstuid|lastuid|key|root|prefix))$/;

/** Service accounts, and `adduser --disabled-password`, cannot log in; a user with the number of root is root. */
function added(words: readonly string[]): AccountAct | undefined {
  if (words.length === 0 || words.some((word) => /^(?:-D|--defaults|--help|-h)$/.test(word))) return undefined;
  const name = words.filter((word, at) => !word.startsWith('-') && !VALUED.test(words[at - 1] ?? '')).at(-1) ?? '';
  const root = valueOf(words, /^(?:-u|--uid)$/) === '0';
  const admin = ADMIN.test(valueOf(words, /^(?:-G|--groups|-g|--gid|--ingroup)$/) ?? '') || ADMIN.test(name);
  const password = words.some((word) => /^(?:-p|--password)(?:=|$)/.test(word));
  const service =
    words.some((word) =>
      /^(?:-r|--system|-S|--disabled-password|--disabled-login|-M|--no-create-home|-D)$/.test(word),
    ) || /nologin|\/false$/.test(valueOf(words, /^(?:-s|--shell)$/) ?? '');
  if (root) return act(name, `A second root is made: ${name}`, 'high', 'T1136.001');
  if (admin && !service) return act(name, `A user who may become root is made: ${name}`, 'high', 'T1136.001');
  if (password) return act(name, `A user with a password is made: ${name}`, 'medium', 'T1136.001');
  return act(name, `A local user is made: ${name}`, service || words.length > 3 ? 'low' : 'medium', 'T1136.001');
}

function raised(program: string, words: readonly string[]): AccountAct | undefined {
  const group = program === 'gpasswd' ? words.at(-1) : valueOf(words, /^(?:-[aG]{1,2}|--groups)$/);
  const groups = group ?? (words.includes('-G') ? valueOf(words, /^-G$/) : undefined);
  const name = words.at(-1) ?? '';
  if (valueOf(words, /^(?:-u|--uid)$/) === '0') return act(name, `${name} gets the number of root`, 'high', 'T1098');
  if (groups === undefined || (program === 'gpasswd' && !words.includes('-a'))) return undefined;
  const gained = words.find((word) => ADMIN.test(word));
  return gained === undefined
    ? undefined
    : act(
        name,
        `${name} may become root: member of ${gained}`,
        name.includes('\uFFFD') ? 'low' : 'medium',
        'T1098.007',
      );
}

function windows(words: readonly string[]): AccountAct | undefined {
  const kind = words[0]?.toLowerCase();
  if (!words.some((word) => /^\/add$/i.test(word))) return undefined;
  if (kind === 'user') return act(words[1] ?? '', `A local user is made: ${words[1] ?? ''}`, 'medium', 'T1136.001');
  return (kind === 'localgroup' || kind === 'group') && /admin|remote desktop/i.test(words[1] ?? '')
    ? act(words[2] ?? '', `A user becomes administrator: ${words[2] ?? ''}`, 'high', 'T1098.007')
    : undefined;
}

function mac(words: readonly string[]): AccountAct | undefined {
  const at = words.findIndex((word) => /^-?(?:create|append|change|merge)$/.test(word));
  const path = words[at + 1] ?? '';
  if (at < 0) return undefined;
  if (/^\/groups\/admin$/i.test(path))
    return act(words.at(-1) ?? '', `A user becomes administrator: ${words.at(-1) ?? ''}`, 'high', 'T1098.007');
  const name = /^\/users\/([^/]{1,60})/i.exec(path)?.[1];
  if (name === undefined) return undefined;
  const [key = '', value = ''] = words.slice(at + 2);
  const hidden =
    (/^IsHidden$/i.test(key) && /^(?:1|true|yes)$/i.test(value)) ||
    (/^UniqueID$/i.test(key) && Number(value) < 500) ||
    (/^NFSHomeDirectory$/i.test(key) && /\/\.|\/var\//.test(value));
  return hidden
    ? act(name, `A user is made and hidden: ${name}`, 'high', 'T1564.002')
    : act(name, `A local user is made or changed: ${name}`, 'medium', 'T1136.001');
}
