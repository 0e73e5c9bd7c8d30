/** The substitutions of `sed` that need no regular expression engine: `s/text/other/g`, and classes and `.` in it. */
import { RE2JS } from 're2js';

const MAX_SCRIPT = 500;

/** Output of a sed script made of substitutions alone; undefined when it is more than that. */
export function applySed(script: string, input: string): string | undefined {
  if (script.length > MAX_SCRIPT) return undefined;
  let text = input;
  let at = 0;
  while (at < script.length) {
    if (/[\s;]/.test(script[at] ?? '')) {
      at++;
      continue;
    }
    const command = readSubstitution(script, at);
    if (!command) return undefined;
    const changed = substitute(command, text);
    if (changed === undefined) return undefined;
    text = changed;
    at = command.end;
  }
  return text;
}

interface Substitution {
  pattern: string;
  replacement: string;
  flags: string;
  end: number;
}

function readSubstitution(script: string, start: number): Substitution | undefined {
  const separator = script[start + 1];
  if (script[start] !== 's' || separator === undefined || /[\s\\\w]/.test(separator)) return undefined;
  const fields: string[] = [];
  let field = '';
  let at = start + 2;
  for (; at < script.length && fields.length < 2; at++) {
    const sign = script[at] ?? '';
    if (sign === '\\' && at + 1 < script.length) {
      at++;
      field += script[at] === separator ? separator : `\\${script[at] ?? ''}`;
    } else if (sign === separator) {
      fields.push(field);
      field = '';
    } else field += sign;
  }
  const [pattern, replacement] = fields;
  const flags = /^[gI]*/.exec(script.slice(at))?.[0] ?? '';
  const end = at + flags.length;
  if (pattern === undefined || replacement === undefined || !/^(?:[\s;]|$)/.test(script.slice(end, end + 1)))
    return undefined;
  return { pattern, replacement, flags, end };
}

function substitute({ pattern, replacement, flags }: Substitution, text: string): string | undefined {
  const expression = compile(pattern, flags);
  if (!expression) return undefined;
  const into = replacement
    .replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : /\d/.test(sign) ? `\u0001${sign}` : `\u0002${sign}`))
    .replace(/[$\\]/g, '\\$&')
    .replace(/\u0002?&/g, (whole) => (whole === '&' ? '$0' : '&'))
    .replace(/\u0001(\d)/g, '$$$1')
    .replace(/\u0002/g, '');
  try {
    return text
      .split('\n')
      .map((line) => {
        const matcher = expression.matcher(line);
        return flags.includes('g') ? matcher.replaceAll(into) : matcher.replaceFirst(into);
      })
      .join('\n');
  } catch {
    return undefined;
  }
}

/** A basic regular expression as RE2 writes it, which is linear; undefined when it cannot be read. */
function compile(pattern: string, flags: string): RE2JS | undefined {
  const source = pattern
    .replace(/[+?(){}|]/g, (sign) => `\u0001${sign}`)
    .replace(/\\\u0001([+?(){}|])/g, '$1')
    .replace(/\u0001/g, '\\');
  try {
    return RE2JS.compile(source, flags.includes('I') ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return undefined;
  }
}
