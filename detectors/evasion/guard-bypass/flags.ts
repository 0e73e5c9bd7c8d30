/** Agents started with nobody asked and nothing fenced. */
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName } from '../../programs';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';

/** Flags by agent; underscores and doubled words are taken by some of them as well. */
const FLAGS: readonly (readonly [RegExp, RegExp])[] = [
  [/^claude/, /^--?(?:allow-)?dangerously[-_]skip[-_]permissions(?:=true)?$|^--permission[-_]mode=bypassPermissions$/i],
  [
    /^codex/,
    /^--(?:dangerously[-_]bypass[-_]approvals[-_]and[-_]sandbox|yolo|dangerously-bypass-hook-trust)$|^(?:--sandbox=|-s=?)danger-full-access$|sandbox_mode\s{0,2}=\s{0,2}["']?danger-full-access/i,
  ],
  [/^(?:gemini|qwen)/, /^(?:--yolo|-y)(?:=true)?$|^--approval[-_]mode=yolo$/i],
  [/^copilot/, /^--(?:allow-all(?:-tools|-paths|-urls)?|yolo)(?:=true)?$/i],
  [/^(?:cursor-agent|agent)$/, /^(?:--force|-f|--yolo)$/],
  [/^(?:kiro-cli|q|amazon-q)$/, /^--(?:trust-all-tools|no-interactive)$|^-a$/],
  [/^amp$/, /^--dangerously[-_]allow[-_]all$/],
  [/^droid$/, /^--skip-permissions-unsafe$|^--auto=high$/],
  [/^aider$/, /^--yes-always$/],
  [/^(?:opencode|crush)$/, /^(?:--dangerously-skip-permissions|--yolo|-y)$/],
  [
    /^(?:cline|goose|openhands|auggie|vibe|kimi|grok)$/,
    /^(?:--yolo|--always-approve|--dangerously-skip-permissions|--auto-approve)$/,
  ],
];
/** Value after the flag. */
const PAIRS =
  /^(?:--permission[-_]mode bypassPermissions|(?:--sandbox|-s) danger-full-access|--approval[-_]mode yolo|--auto high|--mode auto)$/i;
/** Settings by environment. */
const ENVIRONMENT =
  /^(?:GEMINI_SANDBOX=(?:false|0|)|GOOSE_MODE=auto|CLAUDE_CODE_(?:DISABLE_SANDBOX|BYPASS_PERMISSIONS)=(?:1|true)|CODEX_(?:SANDBOX|UNSAFE_ALLOW_NO_SANDBOX)=(?:danger-full-access|1)|IS_SANDBOX=1|OPENCODE_PERMISSION=.{0,40}allow)$/i;

/** The start of an agent with its guards off; quiet when it runs in a container. */
export function startedUnguarded(one: Invocation): Sign[] {
  const name = programOf(one);
  const entry = FLAGS.find(([agent]) => agent.test(name));
  if (entry === undefined) return [];
  const words = argv(one);
  const flag =
    words.find((word) => entry[1].test(word)) ??
    words.map((word, at) => `${word} ${words[at + 1] ?? ''}`).find((pair) => PAIRS.test(pair)) ??
    one.environment.map((set) => `${set.name}=${set.value.text}`).find((pair) => ENVIRONMENT.test(pair));
  if (flag === undefined) return [];
  const contained = one.remote !== undefined && one.remote.kind !== 'ssh';
  return [
    {
      what: `start:${name}`,
      why: `${name} is started with its guards off (${flag.slice(0, 80)})`,
      severity: contained ? 'low' : 'medium',
      techniques: ['T1685'],
      excerpt: commandLine(one),
    },
  ];
}

/** `npx @anthropic-ai/claude-code …` starts claude, `gh copilot` copilot. */
function programOf(one: Invocation): string {
  const name = one.program.toLowerCase().replace(/\.(?:exe|cmd)$/, '');
  if (name === 'gh') return argv(one)[0] === 'copilot' ? 'copilot' : name;
  if (!/^(?:npx|bunx|pnpx|uvx|pnpm|yarn|node)$/.test(name)) return plain(name);
  const given = argv(one).find((word) => !/^(?:-|dlx$|exec$)/.test(word)) ?? '';
  return plain(baseName(given.replace(/(?<=.)@[\w.^~-]{1,40}$/, '')));
}

const plain = (name: string): string => name.replace(/^(claude|codex|gemini|qwen)(?:-code|-cli)?(?:\.js)?$/, '$1');
