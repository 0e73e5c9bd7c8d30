/** What each file decides, and what changing it is worth. */
import type { Severity } from '../../../contracts/finding';

interface Rule {
  place: RegExp;
  what: string;
  techniques: readonly string[];
  /** By what is put in; undefined when it is another detector's. */
  severity: (content: string) => Severity | undefined;
}

const high = (): Severity => 'high';
const medium = (): Severity => 'medium';
const low = (): Severity => 'low';

export const RULES: readonly Rule[] = [
  {
    place: /sudoers|doas\.conf/,
    what: 'The list of who may become root',
    techniques: ['T1548.003'],
    severity: () => undefined,
  },
  {
    place: /\/pam\.(?:d\/|conf)|\/security\/pam_/,
    what: 'What decides over logins (PAM)',
    techniques: ['T1556.003'],
    severity: high,
  },
  {
    place: /ld\.so\.preload/,
    what: 'The list of libraries that are loaded into every program',
    techniques: ['T1574.006'],
    severity: high,
  },
  {
    place: /ld\.so\.conf/,
    what: 'Where libraries are looked for',
    techniques: ['T1574.006'],
    severity: (content) => (/\/tmp|\/home|\/dev\/shm/.test(content.slice(0, 2_000)) ? 'medium' : 'low'),
  },
  {
    place: /securityagentplugins|\/etc\/authorization/i,
    what: 'What decides over logins (authorization plug-ins)',
    techniques: ['T1547.002'],
    severity: high,
  },
  {
    place: /\/etc\/(?:passwd|group)-?$/,
    what: 'The list of users',
    techniques: ['T1136.001', 'T1098'],
    severity: high,
  },
  {
    place: /nsswitch|krb5\.conf|\/etc\/security\//,
    what: 'Where users and names are looked up',
    techniques: ['T1556'],
    severity: medium,
  },
  {
    place: /hosts\.equiv|hosts\.(?:allow|deny)/,
    what: 'Which hosts may log in',
    techniques: ['T1556'],
    severity: medium,
  },
  { place: /polkit/, what: 'Which actions need no password', techniques: ['T1556'], severity: medium },
  { place: /\/hosts$/, what: 'Where host names lead', techniques: ['T1565.001'], severity: hosts },
  { place: /./, what: 'A login setting', techniques: ['T1556'], severity: low },
];

/** Names for this machine are daily work; a public address for a name that has one already is not. */
function hosts(content: string): Severity {
  const lines = content.slice(0, 4_000).matchAll(/^\s{0,8}(\d{1,3}(?:\.\d{1,3}){3})\s{1,20}(\S{1,200})/gm);
  const moved = [...lines].some(
    ([, address = '', name = '']) =>
      !/^(?:127|10|0|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address) && /\.(?:com|org|net|io|dev|ai)$/.test(name),
  );
  return moved ? 'medium' : 'low';
}
