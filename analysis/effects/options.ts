/** Reads a program's words into options with their values and operands, the GNU way: in any order, until `--`. */
import type { ResolvedWord } from '../../contracts/shell';

/** Which options take a value. */
export interface OptionTable {
  /** Letters of short options whose value is glued or the next word. */
  letters?: string;
  /** Long options whose value is the next word, without dashes; or all but these flags. */
  long?: ReadonlySet<string> | { flags: ReadonlySet<string> };
  /** Long options have one dash, as those of openssl. */
  singleDash?: true;
}

export interface Option {
  /** A letter, or the name of a long option. */
  name: string;
  value?: ResolvedWord;
}

export interface Words {
  options: Option[];
  operands: ResolvedWord[];
}

/** Words beyond this many are not looked at. */
const MAX_WORDS = 1_200;

export function readWords(words: readonly ResolvedWord[], table: OptionTable): Words {
  const read: Words = { options: [], operands: [] };
  for (let at = 0; at < Math.min(words.length, MAX_WORDS); at++) {
    const word = words[at];
    if (word === undefined) break;
    if (word.text === '--') {
      read.operands.push(...words.slice(at + 1));
      break;
    }
    const next = words[at + 1];
    if (word.text.startsWith('--') || (table.singleDash === true && /^-\w{2}/.test(word.text)))
      at += long(word, next, table, read.options);
    else if (/^-[^-]/.test(word.text)) at += letters(word, next, table, read.options);
    else read.operands.push(word);
  }
  return read;
}

/** Answers how many more words were taken. */
function long(
  word: ResolvedWord,
  next: ResolvedWord | undefined,
  { long: table }: OptionTable,
  options: Option[],
): number {
  const body = word.text.replace(/^--?/, '');
  const equals = body.indexOf('=');
  if (equals >= 0) {
    options.push({ name: body.slice(0, equals), value: { ...word, text: body.slice(equals + 1) } });
    return 0;
  }
  const valued =
    table !== undefined && ('flags' in table ? !table.flags.has(body) && !body.startsWith('no-') : table.has(body));
  options.push(valued && next ? { name: body, value: next } : { name: body });
  return valued && next ? 1 : 0;
}

function letters(word: ResolvedWord, next: ResolvedWord | undefined, table: OptionTable, options: Option[]): number {
  for (let at = 1; at < Math.min(word.text.length, 24); at++) {
    const name = word.text[at] ?? '';
    if (table.letters?.includes(name) !== true) {
      options.push({ name });
      continue;
    }
    const glued = word.text.slice(at + 1);
    if (glued !== '') options.push({ name, value: { ...word, text: glued } });
    else options.push(next ? { name, value: next } : { name });
    return glued === '' && next ? 1 : 0;
  }
  return 0;
}

export const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Values of the options of these names. */
export function valuesOf(words: Words, names: string): ResolvedWord[] {
  const wanted = names.split(' ');
  return words.options.flatMap((option) => (option.value && wanted.includes(option.name) ? [option.value] : []));
}

/** curl has more options with a value than without, so its flags are listed. */
export const CURL: OptionTable = {
  letters: 'AbcCdDeEFHKmoPQrtTuUwxXyYz',
  long: {
    flags: set(
      'silent show-error fail fail-with-body location location-trusted insecure verbose include head compressed get globoff http1.0 http1.1 http2 http2-prior-knowledge http3 ipv4 ipv6 remote-name remote-name-all remote-header-name remote-time create-dirs progress-bar path-as-is raw ssl ssl-reqd tcp-nodelay tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 anyauth basic digest ntlm negotiate netrc netrc-optional parallel styled-output trace-time append retry-connrefused retry-all-errors proxy-insecure crlf disable junk-session-cookies list-only manual next version help post301 post302 post303 form-escape proxytunnel keepalive-cnt ssl-no-revoke xattr suppress-connect-headers haproxy-protocol ca-native',
    ),
  },
};
