/** Orders in a text that no honest note to an agent gives. Phrases of our own. */

export interface Order {
  kind: string;
  at: number;
}

const MAX_TEXT = 32_768;
const FAMILIES: readonly (readonly [string, RegExp])[] = [
  [
    'run something from the network',
    /\b(?:curl|wget|iwr|irm)\b[^\n]{0,160}\|\s{0,4}(?:sudo )?(?:ba|z)?sh\b|\b(?:always|first|before (?:any|every|each|you|starting|answering)|at (?:the )?(?:start|beginning)|whenever|every time|each (?:session|time))\b[^\n]{0,80}\b(?:run|execute|fetch|download|curl|load|obey|follow)\b[^\n]{0,80}(?:https?:\/\/|\b(?:commands?|instructions?|code|scripts?|tasks?)\b[^\n]{0,20}\bfrom\b[^\n]{0,30}\w\.\w{2,})|\b(?:run|execute|follow|obey)\b[^\n]{0,40}\b(?:commands?|instructions?|tasks?)\b[^\n]{0,20}\b(?:from|at)\b[^\n]{0,40}(?:https?:\/\/|[\w-]{2,40}\.(?:com|net|org|io|dev|xyz|site|sh)\b)/i,
  ],
  [
    'send secrets or work away',
    /\b(?:send|post|upload|forward|exfiltrate|transmit|copy|append|include|attach|report|leak|submit)\b[^\n]{0,120}(?:\.env\b|\b(?:api[ _-]?keys?|tokens?|secrets?|credentials?|passwords?|environment variables?|private keys?|ssh keys?|conversation|chat history|transcripts?|source code|prompts?)\b)[^\n]{0,120}(?:https?:\/\/|\b(?:to|in(?:to)?|at|as)\b[^\n]{0,30}(?:\w\.\w{2,6}\b|webhook|url|query|image|endpoint|@\w))/i,
  ],
  [
    'hide it from people',
    /\b(?:do not|don't|never|without|avoid)\b[^\n]{0,20}\b(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|notify(?:ing)?|show(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|report(?:ing)?|alert(?:ing)?)\b[^\n]{0,50}\b(?:user|human|developer|person|people|anyone|owner|operator|reviewer|maintainers?)\b|\b(?:silently|secretly|covertly|in the background)\b[^\n]{0,60}\b(?:send|upload|post|run|execute|install|copy|forward)\b/i,
  ],
  [
    'ask nobody',
    /\b(?:without|skip|bypass|never|do not|don't)\b[^\n]{0,30}\b(?:asking|ask|request(?:ing)?|confirm(?:ing|ation)?|approval|permission)\b[^\n]{0,60}\b(?:push|deploy|delete|run any|all commands|execute|sudo|install|send|pay|transfer)\b|--dangerously-skip-permissions|\bbypassPermissions\b|\balways (?:approve|allow|accept) (?:all|any|every)\b/i,
  ],
  [
    'ignore its other instructions',
    /\b(?:ignore|disregard|override|forget)\b[^\n]{0,30}\b(?:all |any )?(?:previous|prior|other|earlier|system|safety|security|your)\b[^\n]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|restrictions?|checks?)\b/i,
  ],
  [
    'copy itself on',
    /\b(?:copy|append|add|insert|write|propagate|replicate)\b[^\n]{0,40}\b(?:this|these|the above)\b[^\n]{0,40}\b(?:instructions?|text|block|section|file|rules?)\b[^\n]{0,60}\b(?:every|all|each|other)\b[^\n]{0,40}\b(?:repositor(?:y|ies)|projects?|agents?|files?|CLAUDE\.md|AGENTS\.md)\b/i,
  ],
];
/** Tag characters, bidirectional overrides, and runs of zero-width ones: nobody types them. */
const HIDDEN = /[\u{E0020}-\u{E007E}]{3}|[\u202A-\u202E\u2066-\u2069]|[\u200B\u2060\u2062-\u2064]{3}/u;
const COMMENT =
  /<!--[\s\S]{0,400}?\b(?:run|execute|send|curl|ignore|always|never)\b[\s\S]{0,200}?(?:https?:\/\/|\bcurl\b|user)/i;

/** Each kind of order once, where it begins. Looks at 32 K characters. */
export function ordersIn(content: string): Order[] {
  const text = content.slice(0, MAX_TEXT);
  const found = FAMILIES.flatMap(([kind, pattern]): Order[] => {
    const at = text.search(pattern);
    return at < 0 ? [] : [{ kind, at }];
  });
  const hidden = [HIDDEN, COMMENT].map((pattern) => text.search(pattern)).find((at) => at >= 0);
  const all = hidden === undefined ? found : [...found, { kind: 'do what is hidden from readers', at: hidden }];
  return all.sort((a, b) => a.at - b.at);
}
