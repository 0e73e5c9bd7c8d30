/** Words that speak to an agent rather than to a reader: what they are, not whether they are meant. Phrases of our own. */

export interface Instruction {
  kind: 'override' | 'role' | 'addressed' | 'concealment' | 'remedy' | 'secret' | 'marker';
  at: number;
}

/**
 * By the words that they begin with, so that only those places are looked at; after `>` the letters that the next word may begin with. Each pattern has bounded repeats only and is tried at one
 * place: linear time.
 */
const FAMILIES: readonly { kind: Instruction['kind']; begins: string; form: RegExp }[] = [
  {
    kind: 'override',
    begins: 'ignore disregard forget override ignora ignorez ignoriere olvida vergiss vergessen',
    form: /\w+[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|those|these|anteriores|précédentes|vorherigen|bisherigen)\b[^.\n]{0,30}(?:instruc\w{0,12}|rules?|prompts?|guidelines?|directions?|constraints?|polic(?:y|ies)|anweisungen|regeln|reglas|règles)\b|(?:ignore|disregard|forget) (?:about )?(?:the above|everything above|what came before|all of that)\b/iy,
  },
  {
    kind: 'override',
    begins: 'new>siopt updated>siopt real>siopt actual>siopt revised>siopt',
    form: /\w+ (?:system )?(?:instructions?|prompt|objective|task)[\s*]{0,4}:/iy,
  },
  {
    kind: 'role',
    begins:
      'you>aw now>abr going>t pretend imagine i act>a role>o developer>m debug>m god>m jailbreak>m dan>m unrestricted>m override>m maintenance>m test>m testing>m',
    form: /you (?:are|will be) (?:now|no longer)\b|(?:now|going to) (?:act|behave|respond) as\b|(?:pretend|imagine) (?:to be|that you|you(?:'re| are)|we(?:'re| are))\b|i(?:'m| am) (?:your (?:boss|developer|creator|admin\w{0,10}|owner)|god|the (?:admin\w{0,10}|developer|owner|president|ceo)|an? (?:police officer|bank\w{0,4} |admin\w{0,10}|developer of))\b|(?:act as|role of) (?:an? )?(?:another |linux |unrestricted |evil )?(?:ai|terminal|model|hacker|admin\w{0,10}|root|dan)\b|(?:developer|debug|god|jailbreak|dan|unrestricted|override|maintenance|test(?:ing)?) mode\b/iy,
  },
  {
    kind: 'addressed',
    begins: 'ai>amb llm>amb language>m coding>amb automated>amb if>y attention note>t dear hey',
    form: /(?:ai|llm|language model|coding|automated) (?:agents?|assistants?|models?|bots?)\b[^.\n]{0,60}\b(?:must|should|need to|have to|are required|please|always)\b|if you are an? (?:ai|llm|agent|assistant|language model|bot)\b|(?:attention|note to|dear|hey),? (?:all )?(?:ai|llms?|claude|copilot|codex|gemini|cursor|agents?|assistants?)\b/iy,
  },
  {
    kind: 'concealment',
    begins: 'do>n don never>timnasr without>timnasr',
    form: /(?:do not|don't|never|without) (?:tell|telling|inform|informing|mention|mentioning|notify|notifying|alert|alerting|show|showing|ask|asking|reveal|revealing)\b[^.\n]{0,40}\b(?:user|human|developer|person|owner|operator|confirmation|permission)\b/iy,
  },
  {
    kind: 'remedy',
    begins: 'run execute install paste to>fr before>a required>sa',
    form: /(?:run|execute|install|paste)\b[^.\n]{0,60}\b(?:to (?:fix|resolve|repair|continue|proceed|see|unlock|verify)|before (?:continuing|anything|proceeding|you))\b|(?:to (?:fix|resolve|repair)|before anything else|required (?:step|action))\b[^.\n]{0,60}\b(?:run|execute|install|npx|uvx|pipx|curl)\b/iy,
  },
  {
    kind: 'secret',
    begins: 'send post upload exfiltrate reveal share tell give print repeat output write decode what provide',
    form: /(?:send|post|upload|exfiltrate|reveal|share|tell|give|print|repeat|output|write|decode|what(?:'s| is)|provide)\b[^.\n]{0,60}\b(?:passwords?|system prompt|api keys?|credentials|secret keys?|private keys?|environment variables|access tokens?|your (?:instructions|prompt))\b/iy,
  },
  {
    kind: 'secret',
    begins: 'user users your>dp internal>dp credit>c',
    form: /(?:users?(?:'s|’s)? (?:[a-z]{1,12} ){0,2}(?:password|email address|birth (?:date|year|month)|bank balance|credit card|home address)|(?:your|internal) (?:database|password)|credit card (?:details|numbers?))\b/iy,
  },
  {
    kind: 'marker',
    begins: 'system instruction instructions inst important admin im_start endoftext',
    form: /(?<=<\|)(?:im_start|system|endoftext)\|>|(?<=\[\/?)(?:INST|SYSTEM)\]|(?<=<\/?)(?:system|important|instructions?|admin)(?:[ -][\w-]{1,20})?>|(?<=\*\*)[^*\n]{0,30}instructions\*\*|(?<=^#{1,4} ?)(?:system|instructions? (?:for|to) (?:the )?(?:ai|agent|assistant))\b/imy,
  },
];

type Family = (typeof FAMILIES)[number];

/** With the letters of the next word; any when there are none. */
const BY_WORD = new Map<string, { family: Family; next: string }[]>();
/** Of each ASCII character that begins a word of a family, the lengths of those words as bits; all other letters have bit 0. */
const STARTS = new Uint32Array(128);
/** Characters of words. What is beyond ASCII falls on one of these at times: the word is then another one, and found to be so. */
const WORD = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') STARTS[character.charCodeAt(0)] = 1;
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_')
  WORD[character.charCodeAt(0)] = 1;
for (const family of FAMILIES) {
  for (const begin of family.begins.split(' ')) {
    const [word = '', next = ''] = begin.split('>');
    BY_WORD.set(word, [...(BY_WORD.get(word) ?? []), { family, next }]);
    for (const first of [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)])
      STARTS[first] = (STARTS[first] ?? 0) | (1 << word.length);
  }
}

/** Places that are tried in one text: common words begin a family too. */
const MAX_TRIED = 2_000;

/** The first words of each family that the text holds. */
export function instructionsIn(text: string): Instruction[] {
  const found = new Map<Instruction['kind'], Instruction>();
  const size = text.length;
  let tried = 0;
  for (let at = 0; at < size && tried < MAX_TRIED; at++) {
    const lengths = STARTS[text.charCodeAt(at) & 127] ?? 0;
    if (lengths === 0) continue;
    let end = at + 1;
    while (end < size && WORD[text.charCodeAt(end) & 127] === 1) end++;
    const length = end - at;
    if (length < 16 && ((lengths >> length) & 1) === 1) {
      tried += 1;
      take(text, at, end, found);
    }
    at = end;
  }
  return [...found.values()];
}

function take(text: string, at: number, end: number, found: Map<Instruction['kind'], Instruction>): void {
  for (const { family, next } of BY_WORD.get(text.slice(at, end).toLowerCase()) ?? []) {
    if (found.has(family.kind) || (next !== '' && !next.includes(text.charAt(end + 1).toLowerCase()))) continue;
    family.form.lastIndex = at;
    if (family.form.test(text)) found.set(family.kind, { kind: family.kind, at });
  }
}
