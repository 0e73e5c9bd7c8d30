/** Command lines of AI agents: which guards they are started without, and what they are asked. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';

export interface Started {
  agent: string;
  /** The option that takes the guards off. */
  bypass?: string;
  prompt: string;
}

/** Options without which the agent asks before it acts. */
const BYPASS: ReadonlyMap<string, RegExp> = new Map([
  [
    'claude',
    /^--dangerously-skip-permissions$|^--allow-dangerously-skip-permissions$|^--permission-mode[= ](?:bypassPermissions|acceptEdits)$/,
  ],
  [
    'codex',
    /^--(?:yolo|dangerously-bypass-approvals-and-sandbox|full-auto)$|^(?:-s|--sandbox)[= ]danger-full-access$|^(?:-a|--ask-for-approval)[= ]never$/,
  ],
  ['gemini', /^(?:--yolo|-y)$|^--approval-mode[= ]yolo$/],
  ['qwen', /^(?:--yolo|-y)$|^--approval-mode[= ]yolo$/],
  ['iflow', /^(?:--yolo|-y)$/],
  ['copilot', /^--(?:allow-all-tools|allow-all-paths|allow-all|yolo)$/],
  ['cursor-agent', /^(?:-f|--force|--yolo)$/],
  ['amp', /^--dangerously-allow-all$/],
  ['aider', /^--yes(?:-always)?$/],
  ['q', /^(?:--trust-all-tools|-a)$/],
  ['kiro-cli', /^--trust-all-tools$/],
  ['droid', /^--skip-permissions-unsafe$|^--auto[= ]high$/],
  ['crush', /^(?:--yolo|-y)$/],
  ['cline', /^(?:--yolo|-y|--no-interactive)$/],
  ['auggie', /^--(?:dangerously-skip-permissions|print)$/],
  ['opencode', /^--dangerously-skip-permissions$/],
  ['goose', /^--(?:no-confirm|auto)$/],
  ['openclaw', /^--(?:yolo|no-approval|dangerously-skip-permissions)$/],
  ['kimi', /^(?:--yolo|-y|--yes)$/],
  ['plandex', /^--full-auto$/],
]);
/** Words of an agent's command line that are orders to it, not prompts. */
const ORDERS =
  /^(?:mcp|plugin|config|doctor|update|install|login|logout|auth|setup-token|help|completion|migrate-installer|extensions|skills|agents|models|stats|serve|web|debug|session|sessions|list|import|export)$/;

/** Packages by which a runner starts an agent: `npx @anthropic-ai/claude-code`. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^@anthropic-ai\/claude-code(?:@|$)/, 'claude'],
  [/^@openai\/codex(?:@|$)/, 'codex'],
  [/^@google\/gemini-cli(?:@|$)/, 'gemini'],
  [/^@qwen-code\/qwen-code(?:@|$)/, 'qwen'],
  [/^@github\/copilot(?:@|$)/, 'copilot'],
  [/^@sourcegraph\/amp(?:@|$)/, 'amp'],
  [/^(?:openclaw|clawdbot|moltbot)(?:@|$)/, 'openclaw'],
  [/^opencode-ai(?:@|$)/, 'opencode'],
  [/^cline(?:@|$)/, 'cline'],
  [/^aider(?:-chat|-install)?(?:[@=]|$)/, 'aider'],
];
export const agentOfPackage = (name: string): string | undefined => PACKAGES.find(([form]) => form.test(name))?.[1];

const RUNNERS = /^(?:npx|bunx|pnpx|uvx|pipx|dlx)$/;

/** The agent that an invocation starts with something to do. */
export function startedAgent(one: Invocation): Started | undefined {
  const name = one.program.toLowerCase().replace(/\.(?:exe|cmd)$/, '');
  if (!BYPASS.has(name) && !RUNNERS.test(name)) return undefined;
  const words = argv(one);
  const at = RUNNERS.test(name) ? words.findIndex((word) => agentOfPackage(word) !== undefined) : -1;
  const agent = RUNNERS.test(name) ? agentOfPackage(words[at] ?? '') : name;
  if (agent === undefined) return undefined;
  const rest = words.slice(at + 1);
  if (ORDERS.test(rest[0] ?? '') || rest.every((word) => /^(?:--?(?:version|help|v|h))$/.test(word))) return undefined;
  const bypass = bypassOf(agent, rest) ?? environmentOf(one);
  return {
    agent,
    ...(bypass !== undefined && { bypass }),
    prompt: [...rest.filter((word) => !word.startsWith('-')), one.stdin ?? ''].join(' ').slice(0, 4_000),
  };
}

function bypassOf(agent: string, words: readonly string[]): string | undefined {
  const form = BYPASS.get(agent);
  return words.find((word, at) => form?.test(word) === true || form?.test(`${word} ${words[at + 1] ?? ''}`) === true);
}

const environmentOf = ({ environment }: Invocation): string | undefined =>
  environment.find(
    ({ name, value }) =>
      (name === 'GOOSE_MODE' && value.text === 'auto') || (name === 'IS_SANDBOX' && value.text === '1'),
  )?.name;

const THINGS =
  /\b(?:wallets?|keystores?|seed phrases?|mnemonics?|private keys?|ssh keys?|id_(?:rsa|ed25519|ecdsa)|api[ -_]?keys?|credentials?|secrets?|passwords?|tokens?|cookies|metamask|exodus|electrum|phantom|ledger|trezor|keychains?|\.env|\.aws|\.ssh|\.npmrc|\.netrc|\.git-credentials)\b/i;
const LOOKS =
  /\b(?:search|find|look for|locate|list|inventory|enumerate|collect|gather|harvest|extract|read|dump|scan|steal|exfiltrate|upload|send)\b/i;
const EVERYWHERE =
  /\b(?:recursively|file ?system|home (?:folder|directory)|whole (?:disk|machine|computer)|everywhere|all (?:files|folders|directories|users)|\$HOME|this (?:machine|computer)|~\/?|\/home|\/Users|\/root)(?:\b|\s|$)/i;
/** What is unmistakable without saying where. */
const STOLEN =
  /\b(?:wallets?|keystores?|seed phrases?|mnemonics?|metamask|exodus|electrum|id_rsa|steal|exfiltrate|harvest)\b/i;

/** Whether it is asked to look for what belongs to others. A review of the project for secrets is not. */
export const looksForSecrets = (prompt: string): boolean =>
  LOOKS.test(prompt) && THINGS.test(prompt) && (EVERYWHERE.test(prompt) || STOLEN.test(prompt));
