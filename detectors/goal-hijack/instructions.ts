/** Words that speak to an agent rather than to a reader: what they are, not whether they are meant. Phrases of our own. */

export interface Instruction {
  kind: 'override' | 'role' | 'addressed' | 'concealment' | 'remedy' | 'secret' | 'marker';
  at: number;
}

/** Each pattern has bounded repeats only and begins with a word, so that it costs linear time. */
const FAMILIES: readonly [Instruction['kind'], RegExp][] = [
  [
    'override',
    /\b(?:ignore|disregard|forget|override|ignora|ignorez|ignoriere|olvida|vergiss)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|those|these|anteriores|précédentes|vorherigen|bisherigen)\b[^.\n]{0,30}(?:instruc\w{0,12}|rules?|prompts?|guidelines?|directions?|constraints?|polic(?:y|ies)|anweisungen|regeln|reglas|règles)\b/i,
  ],
  [
    'override',
    /\b(?:ignore|disregard|forget) (?:about )?(?:the above|everything above|what came before|all of that)\b/i,
  ],
  [
    'override',
    /\b(?:new|updated|real|actual|revised) (?:system )?(?:instructions?|prompt|objective|task)[\s*]{0,4}:|\*{2,3}[^*\n]{0,30}instructions\*{2,3}/i,
  ],
  [
    'role',
    /\byou (?:are|will be) (?:now|no longer)\b|\b(?:now|going to) (?:act|behave|respond) as\b|\b(?:pretend|imagine) (?:to be|that you|you(?:'re| are)|we(?:'re| are))\b|\bi(?:'m| am) (?:your (?:boss|developer|creator|admin\w{0,10}|owner)|god|the (?:admin\w{0,10}|developer|owner|president|ceo))\b|\b(?:act as|role of) (?:an? )?(?:another |linux |unrestricted |evil )?(?:ai|terminal|model|hacker|admin\w{0,10}|root|dan)\b|\bi am an? (?:police officer|bank\w{0,4} |admin\w{0,10}|developer of)|\b(?:developer|debug|god|jailbreak|dan|unrestricted|override|maintenance|test(?:ing)?) mode\b/i,
  ],
  [
    'addressed',
    /\b(?:ai|llm|language model|coding|automated) (?:agents?|assistants?|models?|bots?)\b[^.\n]{0,60}\b(?:must|should|need to|have to|are required|please|always)\b|\bif you are an? (?:ai|llm|agent|assistant|language model|bot)\b|\b(?:attention|note to|dear|hey),? (?:all )?(?:ai|llms?|claude|copilot|codex|gemini|cursor|agents?|assistants?)\b/i,
  ],
  [
    'concealment',
    /\b(?:do not|don't|never|without) (?:tell|telling|inform|informing|mention|mentioning|notify|notifying|alert|alerting|show|showing|ask|asking|reveal|revealing)\b[^.\n]{0,40}\b(?:user|human|developer|person|owner|operator|confirmation|permission)\b/i,
  ],
  [
    'remedy',
    /\b(?:run|execute|install|paste)\b[^.\n]{0,60}\b(?:to (?:fix|resolve|repair|continue|proceed|see|unlock|verify)|before (?:continuing|anything|proceeding|you))\b|\b(?:to (?:fix|resolve|repair)|before anything else|required (?:step|action))\b[^.\n]{0,60}\b(?:run|execute|install|npx|uvx|pipx|curl)\b/i,
  ],
  [
    'secret',
    /\b(?:send|post|upload|exfiltrate|reveal|share|tell|give|print|repeat|output|write|decode|what(?:'s| is)|provide)\b[^.\n]{0,60}\b(?:passwords?|system prompt|api keys?|credentials|secret keys?|private keys?|environment variables|access tokens?|your (?:instructions|prompt))\b/i,
  ],
  [
    'secret',
    /\b(?:users?(?:'s|’s)?|[A-Z][a-z]{1,20}(?:'s|’s)) (?:[a-z]{1,12} ){0,2}(?:password|email address|birth (?:date|year|month)|bank balance|credit card|home address)|\b(?:your|internal) (?:database|password)\b|\bcredit card (?:details|numbers?)\b/,
  ],
  [
    'marker',
    /<\|(?:im_start|system|endoftext)\|>|\[\/?(?:INST|SYSTEM)\]|<\/?(?:system|important|instructions?|admin)(?:[ -][\w-]{1,20})?>|^#{1,4} ?(?:system|instructions? (?:for|to) (?:the )?(?:ai|agent|assistant))\b/im,
  ],
];

/** Pieces of the words above as they stand in lower case, with a capital or all in capitals: found much faster than the patterns. */
const PIECES = [
  'gnor', 'isregard', 'orget', 'verrid', 'lvida', 'ergiss', 'IGNOR', 'FORGET', 'nstruct', 'NSTRUCT', 'rompt', 'ou are', 'ou will be',
  'retend', 'magine', ' mode', ' MODE', 'gent', 'ssistant', 'model', 'tell', 'inform', 'mention', 'notify', 'to fix', 'to resolve',
  'to see', 'to continue', 'before ', 'assword', 'mail address', 'birth ', 'redit card', 'bank ', 'atabase', 'olice', 'ct as', 'role of', 'redentials', ' key', 'nvironment var', 'oken', '<|', '[INST', '[SYSTEM', '<system',
  '<important', '<IMPORTANT', '<admin',
]; // prettier-ignore

/** The first words of each family that the text holds. */
export function instructionsIn(text: string): Instruction[] {
  if (!PIECES.some((piece) => text.includes(piece))) return [];
  const found = new Map<Instruction['kind'], Instruction>();
  for (const [kind, pattern] of FAMILIES) {
    const at = found.has(kind) ? -1 : text.search(pattern);
    if (at >= 0) found.set(kind, { kind, at });
  }
  return [...found.values()];
}
