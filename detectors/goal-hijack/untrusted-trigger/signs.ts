/** What telemetry shows of text that outsiders write, and of rights that are used. */
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';

const OUTSIDER_PROMPT =
  /\b(?:issue|pull request|pr|comment|discussion)s?\b[^.\n]{0,40}(?:#\d|\b(?:title|body|opened|triage|below|new)\b)|\btriage\b[^.\n]{0,40}\bissues?\b|\bgithub\.event\./i;
const CREDENTIALS =
  /^(?:private-key|cloud-credential|credential-store|token-file|agent-credential|process-environment|workload-identity)$/;

/** What the event takes in that anybody can write. */
export function outsiderText({ action }: AgentEvent, context: DetectorContext): string | undefined {
  if (action.type === 'prompt') return OUTSIDER_PROMPT.exec((action.text ?? '').slice(0, 4_000))?.[0];
  if (action.type === 'mcp.call')
    return /issue|pull_request|comment|discussion/.test(action.tool) && /^(?:get|list|search|read)/.test(action.tool)
      ? action.tool
      : undefined;
  if (action.type === 'file.read')
    return action.path !== undefined && /\/event\.json$/.test(action.path) ? action.path : undefined;
  if (
    action.type === 'exec' &&
    /GITHUB_EVENT_PATH|github\/workflow\/event\.json/.test((action.command ?? '').slice(0, 8_000))
  )
    return 'the event that started the run';
  return invocations(context.analysis).slice(0, 100).map(readsOutsider).find(Boolean);
}

function readsOutsider(one: Invocation): string | undefined {
  const line = argv(one).slice(0, 12).join(' ');
  if (
    one.program === 'gh' &&
    /^(?:issue|pr|discussion) (?:view|list|diff|checkout|status)|^api .{0,120}\/(?:issues|pulls|comments)/.test(line)
  )
    return `gh ${line}`;
  if (one.program === 'glab' && /^(?:issue|mr) (?:view|list|diff|checkout)/.test(line)) return `glab ${line}`;
  return undefined;
}

export interface Power {
  what: string;
  severity: Severity;
  technique: string;
}

const POWERS: readonly [RegExp, Severity, string][] = [
  [
    /^(?:npm|pnpm|yarn|cargo) publish\b|^twine upload\b|^gem push\b|^docker push\b|^gh release create\b/,
    'medium',
    'T1195.002',
  ],
  [/^gh (?:pr merge|secret (?:set|list)|repo edit|workflow run|variable set)\b/, 'medium', 'T1195'],
  [/^(?:npm|pnpm|yarn|pip3?|uv) (?:i|install|add)\b.{0,120} ?(?:github:|git\+|https?:)/, 'medium', 'T1195.002'],
  [/^git push\b|^gh (?:pr create|issue (?:close|edit|comment)|pr (?:comment|review|edit))\b/, 'low', 'T1195'],
];

/** Rights that the event uses. */
export function powersUsed({ action, phase }: AgentEvent, { analysis }: DetectorContext): Power[] {
  if (phase === 'denied' || action.type === 'prompt') return [];
  const used: Power[] = [];
  for (const one of invocations(analysis).slice(0, 100)) {
    const line = `${one.program} ${argv(one).slice(0, 20).join(' ')}`;
    const power = POWERS.find(([form]) => form.test(line));
    if (power) used.push({ what: line.slice(0, 120), severity: power[1], technique: power[2] });
  }
  const read = analysis.reads.find((one) => CREDENTIALS.test(one.class));
  if (read) used.push({ what: `a read of ${read.path}`, severity: 'medium', technique: 'T1552.001' });
  return used;
}
