/** Whether the part of a name that its owner chose looks made by a program rather than a person. */

/** Second-level labels under which everybody registers. */
const SHARED = /^(?:co|com|org|net|gov|ac|edu)$/;
/** Services that give every customer a name like that. */
const GIVEN =
  /(?:cloudfront|amazonaws|azure\w{0,20}|windows|googleusercontent|run|vercel|netlify|herokuapp|fly|pages|workers|r2|akamai\w{0,20}|fastly\w{0,10}|onrender|railway|supabase|appspot|web|firebaseapp)\.[a-z]{2,4}$/;

const SHORTEST = 12;

export function looksMade(host: string): boolean {
  const labels = host.split('.');
  if (labels.length < 2 || GIVEN.test(host)) return false;
  const second = labels.at(-2) ?? '';
  const label = SHARED.test(second) ? (labels.at(-3) ?? '') : second;
  if (label.length < SHORTEST || label.startsWith('xn--') || label.includes('-')) return false;
  const letters = label.replace(/[^a-z]/g, '');
  const digits = label.length - letters.length;
  const vowels = letters.replace(/[^aeiouy]/g, '').length;
  const run = /[bcdfghjklmnpqrstvwxz]{6,40}/.test(label);
  const few = letters.length > 0 && vowels / letters.length < 0.2;
  return (run && few) || (digits >= 4 && /[a-z]\d{1,12}[a-z]\d/.test(label) && few);
}
