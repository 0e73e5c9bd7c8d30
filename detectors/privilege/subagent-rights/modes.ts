/** How much an agent may do without being asked, over the words of all agents. */

/** From asking for everything (0) to being asked nothing (3); undefined when the word is not known. */
const RANKS: readonly RegExp[] = [
  /^(?:plan|read-?only|untrusted|suggest|ask|chat)$/,
  /^(?:default|on-?request|manual|prompt|normal|ask-?always)$/,
  /^(?:accept-?edits?|auto-?edits?|on-?failure|auto|workspace-?write)$/,
  /^(?:bypass-?permissions?|yolo|never|full-?auto|dont-?ask|danger-?full-?access|skip-?permissions|dangerously-?skip-?permissions|autopilot)$/,
];

export function rankOf(mode: string): number | undefined {
  if (mode.length > 60) return undefined;
  const word = mode
    .replace(/_/g, '-')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
  const at = RANKS.findIndex((pattern) => pattern.test(word));
  return at < 0 ? undefined : at;
}
