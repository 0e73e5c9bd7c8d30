/** Passwords guessed, sprayed, cracked, listened for on the wire, or asked of a directory. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv, baseName } from '../../programs';
import { remembered } from '../../remembered';
import { SECRET_WORD, access } from './access';
import type { Access } from './access';

const GUESSERS =
  /^(?:hydra|xhydra|medusa|ncrack|patator(?:\.py)?|crowbar(?:\.py)?|brutespray|kerbrute|sucrack|thc-hydra|brutus|spray(?:ingtoolkit)?(?:\.\w{2})?|trevorspray|o365spray|cowpatty|wfuzz-login|bruteforce-\w{1,30})$/;
const CRACKERS =
  /^(?:john|hashcat|hashcat64\.bin|hcxpcapngtool|aircrack-ng|fcrackzip|pdfcrack|rarcrack|ophcrack(?:-cli)?|bruteforce-luks|zip2john|ssh2john(?:\.py)?|rar2john|keepass2john|unshadow)$/;
/** Tools that log in to many hosts; lists of users or passwords make them guess. */
const MANY_LOGINS =
  /^(?:nxc|netexec|crackmapexec|cme|evil-winrm|smbclient|rpcclient|ldapsearch|mysql|psql|ftp|redis-cli)$/;
const LIST = /(?:\.txt|\.lst|\.list|\.dic|wordlists?\/.{1,80}|rockyou.{0,20}|passwords?|passlist|userlist|users)$/i;
const LISTENERS =
  /^(?:responder(?:\.py)?|dsniff|ettercap|bettercap|mitm6|arpspoof|arp-spoof|urlsnarf|mailsnarf|filesnarf|pcredz|net-creds(?:\.py)?|credslayer|ssh-mitm|sslstrip|evilginx2?|inveigh)$/;
const CAPTURES = /^(?:tcpdump|tshark|ngrep|dumpcap)$/;
/** Impacket's and others' tools that ask a domain for hashes and tickets. */
const DOMAIN: ReadonlyMap<string, readonly string[]> = new Map([
  ['secretsdump', ['T1003.002', 'T1003.003', 'T1003.006']],
  ['getuserspns', ['T1558.003']],
  ['getnpusers', ['T1558.004']],
  ['gettgt', ['T1558']],
  ['ticketer', ['T1558.001']],
  ['rubeus', ['T1558']],
  ['ntdsutil', ['T1003.003']],
  ['gosecretsdump', ['T1003.002']],
  ['lsassy', ['T1003.001']],
  ['dploot', ['T1555']],
  ['donpapi', ['T1555']],
  ['tickey', ['T1558']],
]);

const HERE = { facts: ['loopback-only'] } as const;

/** A login of one's own on this machine is tried, as tests of a lock-out do. */
const aimsHere = (words: readonly string[]): boolean =>
  words.some((word) => /^(?:[a-z-]{2,20}:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)(?=[:/]|$)/.test(word));

/** What a program of that name is for. */
type Role = 'guesses' | 'cracks' | 'listens' | 'other' | { asks: readonly string[] };

const roleOf = remembered((name): Role => {
  if (GUESSERS.test(name)) return 'guesses';
  if (CRACKERS.test(name)) return 'cracks';
  if (LISTENERS.test(name)) return 'listens';
  const asks = DOMAIN.get(name.replace(/^impacket-/, '').replace(/\.(?:py|exe)$/, ''));
  return asks === undefined ? 'other' : { asks };
});
const runsScript = remembered((program) => /^(?:python[\d.]{0,4}|ruby|perl)$/.test(program));

export function guessed(one: Invocation, looped: boolean): Access[] {
  const words = argv(one);
  const script = runsScript(one.program) ? words.find((word) => !word.startsWith('-')) : undefined;
  const name = baseName(script ?? one.path);
  const role = roleOf(name);
  if (role === 'guesses')
    return [{ ...told(one, `${name} guesses passwords`, 'high', ['T1110']), ...(aimsHere(words) && HERE) }];
  if (role === 'cracks' && !words.some((word) => /^(?:--?h(?:elp)?|--version|--test|-b|--benchmark)$/.test(word)))
    return [told(one, `${name} cracks passwords`, 'medium', ['T1110.002'])];
  if (role === 'listens') return [told(one, `${name} listens for credentials of others`, 'high', ['T1557', 'T1040'])];
  if (typeof role === 'object')
    return [told(one, `${name} asks a domain or a machine for its hashes and tickets`, 'high', role.asks)];
  return !isLogin(one.program) && !one.via.includes('sshpass')
    ? []
    : [...sprayed(one, words, looped), ...captured(one, words)];
}

/** Whether the rules about logins and captures have anything to say of the program. */
const isLogin = remembered(
  (program) => MANY_LOGINS.test(program) || CAPTURES.test(program) || /^(?:sshpass|su|sudo|curl|dscl)$/.test(program),
);

/** A password that comes from a list, for a login that comes from a list or is tried again and again. */
function sprayed(one: Invocation, words: readonly string[], looped: boolean): Access[] {
  if (one.remote !== undefined) return [];
  if (MANY_LOGINS.test(one.program)) {
    const lists = words.filter(
      (word, at) =>
        LIST.test(word) &&
        /^(?:-[upPULC]|--?(?:user(?:name)?s?|pass(?:word)?s?|userlist|passlist))$/.test(words[at - 1] ?? ''),
    );
    return lists.length > 0
      ? [told(one, `${one.program} logs in with a list of names or passwords`, 'high', ['T1110.003', 'T1110.004'])]
      : [];
  }
  const given = passwordGiven(one, words);
  if (given === undefined || !given.includes(UNKNOWN) || !looped) return [];
  return [
    told(one, `Logins are tried with one password after another (${one.program})`, 'high', ['T1110', 'T1110.004']),
  ];
}

/** The password that a program is given in its words or by pipe. */
function passwordGiven(one: Invocation, words: readonly string[]): string | undefined {
  if (one.via.includes('sshpass') || one.program === 'sshpass')
    return words.find((word, at) => words[at - 1] === '-p' || /^-p./.test(word)) ?? UNKNOWN;
  if (
    /^(?:su|sudo)$/.test(one.program) &&
    one.readsFrom !== undefined &&
    (one.program === 'su' || words.includes('-S'))
  )
    return one.stdin ?? UNKNOWN;
  if (one.program === 'curl')
    return words.find((word, at) => /^(?:-u|--user)$/.test(words[at - 1] ?? '') && word.includes(':'));
  if (one.program === 'dscl')
    return words.includes('-authonly') || words.includes('/Local/Default') ? words.at(-1) : undefined;
  return undefined;
}

/** A capture that is searched for passwords, or taken of ports where they go in the clear. */
function captured(one: Invocation, words: readonly string[]): Access[] {
  if (!CAPTURES.test(one.program)) return [];
  const text = words.join(' ').slice(0, 1_000);
  const clear =
    /\bport\s{1,3}(?:21|23|25|80|110|143|389)\b|\b(?:ftp|telnet|pop3?|imap|http\.auth\w{0,10}|http\.authorization|ldap|ntlmssp)\b/i.test(
      text,
    ) && words.some((word) => /^-\w*[AXY]/.test(word) || SECRET_WORD.test(word));
  const searched = one.program === 'ngrep' && words.some((word) => SECRET_WORD.test(word));
  return clear || searched ? [told(one, `${one.program} looks for passwords on the wire`, 'medium', ['T1040'])] : [];
}

const told = (one: Invocation, why: string, severity: 'medium' | 'high', techniques: readonly string[]): Access =>
  access(one, `guessing:${one.program}`, why, severity, techniques);
