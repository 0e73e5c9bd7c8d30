/** Messages to people, and how many of them an act reaches. */
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import type { EventAnalysis } from '../../../contracts/analysis';

const MESSAGE_TOOL =
  /^(?:.{0,40}[_-])?(?:send|reply|post|broadcast|forward)(?:_?(?:e?mails?|messages?|sms|texts?|dms?|direct_?messages?|whatsapp|invites?|notifications?|chat_?messages?|newsletters?))(?:[_-].{0,30})?$/i;
const MAILERS: ReadonlySet<string> = new Set(['mail', 'mailx', 'mutt', 'sendmail', 'swaks', 'msmtp', 's-nail']);
const CALLERS = /^(?:curl|https?|xh|wget)$/;
const MAIL_CALL =
  /^https?:\/\/(?:[\w-]{1,40}\.)?(?:sendgrid\.com\/v3\/mail|mailgun\.net\/v3|postmarkapp\.com\/email|resend\.com\/emails|twilio\.com\/.{0,100}Messages|slack\.com\/api\/chat\.postMessage|api\.telegram\.org\/bot.{0,80}sendMessage|discord\.com\/api\/.{0,80}messages)/i;
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}/g;
/** What a loop over a list that is not known sends. */
const UNKNOWN_MANY = 50;

export interface Sent {
  /** Recipients, or messages where these are not told. */
  count: number;
  what: string;
}

export function messagesBy(event: AgentEvent, analysis: EventAnalysis): Sent[] {
  const tool = byTool(event);
  const programs = invocations(analysis).flatMap((one) => byProgram(one) ?? []);
  return tool === undefined ? programs : [tool, ...programs];
}

function byTool({ action }: AgentEvent): Sent | undefined {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  if (!MESSAGE_TOOL.test(action.tool.slice(0, 100).replace(/([a-z])([A-Z])/g, '$1_$2'))) return undefined;
  const told =
    /"(?:to|cc|bcc|recipients?|emails?|phone_?numbers?)"\s?:\s?(\[[^\]]{0,20000}\]|"[^"]{0,4000}")/i.exec(
      (action.arguments ?? '').slice(0, 40_000),
    )?.[1] ?? '';
  const count = Math.max(1, (told.match(ADDRESS) ?? told.match(/"[^"]{1,100}"/g) ?? []).length);
  return { count, what: `${action.tool} ${(action.arguments ?? '').slice(0, 200)}` };
}

function byProgram(one: Invocation): Sent | undefined {
  if (!MAILERS.has(one.program) && !CALLERS.test(one.program)) return undefined;
  const words = argv(one);
  const mails = MAILERS.has(one.program) || words.some((word) => MAIL_CALL.test(word.slice(0, 300)));
  if (!mails) return undefined;
  const looped =
    one.via.some((step) => /^(?:xargs|parallel|find -exec)$/.test(step)) ||
    (MAILERS.has(one.program) && one.args.some(({ known, text }) => !known && text.length < 3));
  const addresses = new Set(words.flatMap((word) => word.slice(0, 4_000).match(ADDRESS) ?? []));
  return {
    count: looped ? UNKNOWN_MANY : Math.max(1, addresses.size),
    what: [one.program, ...words].join(' ').slice(0, 200),
  };
}
