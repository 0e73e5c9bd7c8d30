/** Whether a value can be a secret at all: random enough, and no placeholder, reference or well-known example. */

/** Bits a character, of the distribution within the text itself. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Looks made by a generator: letters and digits mixed, spread widely. */
export function looksRandom(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && entropy(text) >= 3 && !isPlaceholder(text);
}

/** Marks of a blank to be filled in. Digits in a row are none: real tokens are made up of worse, and a decoy is worth hiding too. */
const FILLER = /x{4,}|\*{3,}|\.{3,}|_{4,}|-{6,}|^(?:0+|(?:0123456789|1234567890?|abcdefgh?)+)$/i;
const SAYS_SO =
  /example|sample|placeholder|change-?_?me|replace|insert|redacted|dummy|your[-_]?|my[-_](?:secret|password|token|key)|<|>|\{\{|lorem|todo|not-?a-?(?:real|secret)|removed|masked|hidden/i;
const COMMON =
  /^(?:password\d?|passwd|pass|pwd|secret|token|key|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|rabbitmq|root|admin|administrator|user|username|guest|default|none|null|nil|true|false|undefined|string|str|text|number|optional|required|empty|value|prompt|ask|stdin|env|file|inherit|minioadmin|elastic|sa|foo|bar|baz|foobar|test\w{0,8}|testing|demo|dev|local(?:host)?|x+|\d{1,5}|hunter2)$/i;

/** Stands for a secret without being one. */
export function isPlaceholder(text: string): boolean {
  return FILLER.test(text) || SAYS_SO.test(text) || COMMON.test(text) || new Set(text).size < 4;
}

/** Filler in a token whose form is otherwise sure: documentation writes `ghp_xxxx…`. */
export function isFiller(text: string): boolean {
  return FILLER.test(text) || /example|your|placeholder/i.test(text) || new Set(text).size < 6;
}

/** Refers to a secret elsewhere: a variable, a template, a substitution, a call, a file. */
export function isReference(text: string): boolean {
  return (
    /^[$%@&*!~/]|^\.{1,2}\/|\$\{|\$\(|\$[A-Z_]{2,}|\{\{|`|%\(|%[A-Z_]{2,}%|^<|\bprocess\.env|\bos\.environ|getenv|secrets?\.[A-Za-z_]/.test(
      text,
    ) || /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+(?:\(.{0,200})?$|^[A-Za-z_][\w.]*[([]/.test(text)
  );
}

/** Addresses of cryptocurrencies: they stay readable, they tell who is paid. */
export function isWallet(text: string): boolean {
  return (
    /^0x[0-9a-fA-F]{40}$/.test(text) ||
    /^(?:bc1|ltc1|tb1)[a-z0-9]{20,80}$/.test(text) ||
    /^[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?$/.test(text)
  );
}
