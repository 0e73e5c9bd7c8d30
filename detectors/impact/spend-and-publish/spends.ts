/** Payments, purchases and transfers. */
import type { AgentEvent } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { follows, isRehearsal, optionOf, plainWords } from '../words';

export interface Spending {
  what: string;
  about: string;
  severity: Severity;
  techniques: readonly string[];
}

const spending = (what: string, about: string, severity: Severity = 'medium'): Spending => ({
  what,
  about,
  severity,
  techniques: ['T1657'],
});

/** Test keys, test networks, and machines of one's own. */
const TEST =
  /sk_test_|pk_test_|rk_test_|\btest(?:net)?\b|sandbox|devnet|localnet|localhost|127\.0\.0\.1|sepolia|goerli|regtest|anvil|:8545/i;
/** Interfaces that move money, and the paths that do. */
const PAYMENT_CALL =
  /^https?:\/\/(?:[\w-]{1,40}\.)?(?:stripe\.com\/v1\/(?:charges|payment_intents|payouts|transfers|refunds|topups|invoices\/[^/]{1,80}\/pay)|paypal\.com\/v\d\/(?:payments|checkout\/orders)|wise\.com\/v\d\/(?:transfers|profiles\/[^/]{1,60}\/transfers)|coinbase\.com\/.{0,60}(?:transactions|sends|orders)|squareup\.com\/v2\/(?:payments|payouts|refunds)|adyen\.com\/.{0,60}(?:payments|payouts)|mercury\.com\/.{0,60}transactions|brex\.com\/v\d\/transfers|binance\.com\/.{0,40}(?:order|withdraw)|kraken\.com\/.{0,40}(?:AddOrder|Withdraw))/i;
const MOVING_TOOL =
  /^(?:.{0,40}[_-])?(?:pay|purchase|buy|checkout|transfer|payout|refund|charge|withdraw|tip|donate|send_(?:money|payment|funds|transaction|crypto|eth|btc|sol|usdc)|(?:create|make|confirm|capture|submit|place|execute)_(?:payment|payment_intent|charge|payout|transfer|purchase|order|trade|refund|transaction|subscription|booking)|pay_(?:invoice|bill)|book_(?:flight|hotel|ticket)|x402)(?:s|[_-].{0,40})?$/i;
/** Tools that handle such things without moving money. */
const NOT_MOVING =
  /(?:^|[_-])(?:get|list|search|read|describe|preview|quote|estimate|simulate|validate|test|mock|file|data|transfer_(?:file|data|task|ownership|issue|to_agent)|handoff|pull_?request|database)(?:$|[_-])/i;

const PROGRAMS: ReadonlySet<string> = new Set(
  'curl http https xh wget stripe cast solana spl-token sui near bitcoin-cli litecoin-cli monero-wallet-cli lncli lightning-cli aws gcloud vercel namecheap doctl'.split(
    ' ',
  ),
);

export function spentBy(one: Invocation): Spending | undefined {
  if (!PROGRAMS.has(one.program)) return undefined;
  const words = argv(one);
  if (isRehearsal(words)) return undefined;
  const text = words.join(' ').slice(0, 4_000);
  const found = byProgram(one.program, words, text);
  return found !== undefined && TEST.test(text) ? { ...found, severity: 'low' } : found;
}

function byProgram(program: string, words: readonly string[], text: string): Spending | undefined {
  switch (program) {
    case 'curl':
    case 'http':
    case 'https':
    case 'xh':
    case 'wget':
      return called(words);
    case 'stripe':
      return follows(words, 'charges|payment_intents|payouts|transfers|refunds|topups create|confirm|capture')
        ? spending('moves money with Stripe', plainWords(words)[0] ?? '', words.includes('--live') ? 'medium' : 'low')
        : undefined;
    case 'cast':
      return follows(words, 'send') && (optionOf(words, '--value') !== undefined || /transfer\(/.test(text))
        ? spending('sends coins', plainWords(words)[1] ?? '')
        : undefined;
    case 'solana':
    case 'spl-token':
    case 'sui':
    case 'near':
      return follows(words, 'transfer|pay|send') ? spending('sends coins', plainWords(words).at(-2) ?? '') : undefined;
    case 'bitcoin-cli':
    case 'litecoin-cli':
    case 'monero-wallet-cli':
    case 'lncli':
    case 'lightning-cli':
      return follows(words, 'sendtoaddress|sendmany|send|transfer|sweep_all|payinvoice|sendpayment|pay')
        ? spending('sends coins', plainWords(words)[1] ?? '')
        : undefined;
    case 'aws':
      return words.some((word) =>
        /^(?:purchase-(?:reserved|host|scheduled|queries|offering)[\w-]{0,40}|create-savings-plan|register-domain|transfer-domain)$/.test(
          word,
        ),
      )
        ? spending('buys in the account', plainWords(words)[1] ?? '')
        : undefined;
    case 'gcloud':
      return follows(words, 'domains registrations register')
        ? spending('buys a domain', plainWords(words).at(-1) ?? '')
        : undefined;
    case 'vercel':
    case 'namecheap':
    case 'doctl':
      return follows(words, 'domains buy|register')
        ? spending('buys a domain', plainWords(words).at(-1) ?? '')
        : undefined;
    default:
      return undefined;
  }
}

/** A request that moves money: not one that only reads. */
function called(words: readonly string[]): Spending | undefined {
  const url = words.find((word) => PAYMENT_CALL.test(word.slice(0, 300)));
  const sends =
    /^(?:POST|PUT)$/i.test(optionOf(words, '-X', '--request') ?? '') ||
    words.some((word) => /^(?:-d|--data(?:-\w{1,12})?|-F|--form|--json|POST)$/.test(word));
  return url !== undefined && sends
    ? spending('moves money by a payment interface', url.replace(/[?#].*$/, '').slice(0, 200))
    : undefined;
}

/** A tool of the agent that moves money. */
export function spentByTool({ action }: AgentEvent): Spending | undefined {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  const tool = action.tool.slice(0, 100).replace(/([a-z])([A-Z])/g, '$1_$2');
  if (!MOVING_TOOL.test(tool) || NOT_MOVING.test(tool)) return undefined;
  const server = action.type === 'mcp.call' ? (action.server ?? '') : '';
  const test = TEST.test(`${server} ${(action.arguments ?? '').slice(0, 4_000)}`);
  return spending(
    'moves money or buys by a tool of the agent',
    `${server} ${action.tool}`.trim(),
    test ? 'low' : 'medium',
  );
}
