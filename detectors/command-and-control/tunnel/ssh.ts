/** Forwards of ssh, autossh, plink and sshuttle. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Opened } from './opened';
import { isBareAddress, isDoor, isPrivate } from './opened';

/** Letters of ssh that take a value. */
const VALUED = 'BbcDEeFIiJLlmOopQRSWw';
/** Services that show a local port to the world by a reverse forward. */
const SHOWS =
  /(?:^|\.)(?:serveo\.net|localhost\.run|lhr\.life|pinggy\.io|srv\.us|sish\.top|openport\.io|tunnel\.us\.ngrok\.com|ssh\.ngrok\.com)$/;

interface Login {
  host?: string;
  forwards: [kind: string, value: string][];
}

export function readLogin(one: Invocation): Login {
  const words = argv(one);
  const login: Login = { forwards: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      if (login.host === undefined) login.host = word.replace(/^.{0,64}?@/, '').replace(/^ssh:\/\//, '');
      continue;
    }
    for (let letter = 1; letter < Math.min(word.length, 24); letter++) {
      const name = word[letter] ?? '';
      if (!VALUED.includes(name) && !(name === 'M' && one.program === 'autossh')) continue;
      const value = word.length > letter + 1 ? word.slice(letter + 1) : (words[++at] ?? '');
      const option = name === 'o' ? /^(RemoteForward|DynamicForward|Tunnel)[= ](.{1,200})$/i.exec(value) : null;
      if (/[RDw]/.test(name)) login.forwards.push([name, value]);
      else if (option)
        login.forwards.push([{ r: 'R', d: 'D', t: 'w' }[option[1]?.[0]?.toLowerCase() ?? ''] ?? 'R', option[2] ?? '']);
      break;
    }
  }
  return login;
}

export function bySsh(one: Invocation): Opened[] {
  const { host = '', forwards } = readLogin(one);
  return forwards.map(([kind, value]): Opened => forward(kind, value, host));
}

/** `[bind:]port:host:hostport`, or a port alone, which makes the other end's SOCKS server end here. */
function forward(kind: string, value: string, host: string): Opened {
  const to = host === '' ? {} : { to: host };
  if (kind === 'D')
    return { how: 'a SOCKS server through ssh', ...to, severity: 'low', techniques: ['T1572', 'T1090'] };
  if (kind === 'w') return { how: 'a virtual network through ssh', ...to, severity: 'high', techniques: ['T1572'] };
  const parts = value.split(':');
  const inward = parts.length <= 2 && !value.includes('/');
  const port = parts.at(-1);
  const bare = isBareAddress(host) && !isPrivate(host);
  const grave = inward || isDoor(port) || bare;
  const shows = SHOWS.test(host) && !isDoor(port) && !inward;
  return {
    how: inward
      ? 'a reverse SOCKS server through ssh: the other end reaches this network'
      : `a reverse forward of port ${port ?? '?'} through ssh`,
    ...to,
    severity: shows ? 'low' : grave ? 'high' : 'medium',
    techniques: ['T1572', ...(inward ? ['T1090'] : [])],
  };
}
