/** Words that stand for secrets, and in what part of a request each stands. */

export interface Mark {
  kind: string;
  fingerprint: string;
  /** How it is handed over: as who the sender is (`login`), in a field that says so (`field`), in a host's name, or as mere content. */
  as: 'login' | 'field' | 'name' | 'content';
  excerpt: string;
}

const WORD = /REDACTED_([a-z0-9-]{2,40})_([0-9a-f]{12})/gi;
const MAX_TEXT = 64 * 1024;
const MAX_MARKS = 20;
const LOOK_BACK = 90;

const LOGIN =
  /(?:(?:authorization|(?:x-)?[\w-]{0,20}api-?key|(?:private|access|auth|x-[\w-]{1,20})-token|cookie)["']?\s{0,3}[:=]\s{0,3}["']?(?:[\w-]{0,20} )?[\w=:%+-]{0,30}|(?:-u|--user|--oauth2-bearer|-b)[ =]?["']?[^\s"']{0,60}|\b(?:bearer|basic) )$/i;
const FIELD =
  /(?:pass(?:word|wd|phrase)?|secret|client_?secret|token|access_?token|refresh_?token|id_?token|api_?key|app_?id|auth|code|key|sig|signature|credential)["'\]]{0,3}\s{0,3}[:=]\s{0,3}["']?$/i;
const HOST = /(?:^|[\s"'=@]|:\/\/)(?:[\w-]{1,63}\.){0,8}[\w-]{0,63}$/;
const USER_INFO = /:\/\/[^/\s@]{0,80}$/;

/** The marks of a text, at most 20. Linear: each looks at a bounded stretch around it. */
export function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  if (!/REDACTED_/i.test(text)) return marks;
  for (const match of text.slice(0, MAX_TEXT).matchAll(WORD)) {
    if (marks.length >= MAX_MARKS) break;
    const [word, kind = '', fingerprint = ''] = match;
    const front = text.slice(Math.max(0, match.index - LOOK_BACK), match.index);
    const rest = text.slice(match.index + word.length, match.index + word.length + LOOK_BACK);
    const excerpt = text.slice(Math.max(0, match.index - 60), match.index + word.length + 40);
    marks.push({ kind: kind.toLowerCase(), fingerprint: fingerprint.toLowerCase(), as: wayOf(front, rest), excerpt });
  }
  return marks;
}

function wayOf(front: string, rest: string): Mark['as'] {
  if (USER_INFO.test(front) && /^[^/\s]{0,60}@/.test(rest)) return 'login';
  if (
    HOST.test(front) &&
    /^[\w-]{0,40}(?:\.[\w-]{1,63}){1,6}(?:[/:\s"'?]|$)/.test(rest) &&
    !/[?&/]\S*$/.test(afterScheme(front))
  )
    return 'name';
  if (LOGIN.test(front)) return 'login';
  return FIELD.test(front) ? 'field' : 'content';
}

const afterScheme = (front: string): string => front.slice(front.lastIndexOf('://') + 3);
