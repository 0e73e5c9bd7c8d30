/** Telemetry of agents that is switched off or sent elsewhere. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';

const AGENT =
  /^(?:claude|codex|gemini|qwen|copilot|cursor-agent|opencode|openclaw|kiro-cli|amp|droid|cline|goose|aider)$/;
/** Of agents only, so that it means them wherever it is set. */
const AGENT_SWITCH =
  /^(?:CLAUDE_CODE_ENABLE_TELEMETRY|GEMINI_TELEMETRY_ENABLED|QWEN_TELEMETRY_ENABLED|COPILOT_OTEL_ENABLED|CLAUDE_CODE_ENHANCED_TELEMETRY_BETA)$/;
/** Of anything that speaks OpenTelemetry. */
const ANY_SWITCH =
  /^OTEL_(?:SDK_DISABLED|(?:LOGS|TRACES|METRICS)_EXPORTER|EXPORTER_OTLP_(?:(?:LOGS|TRACES|METRICS)_)?ENDPOINT|EXPORTER_OTLP_HEADERS|LOG_TOOL_DETAILS|LOG_USER_PROMPTS)$/;

/** Variables unset or set in a shell that watches an agent, or in front of one that is started. */
export function telemetryOff(all: readonly Invocation[], excerpt: string): Sign[] {
  const found: Sign[] = [];
  const startsAgent = all.some(({ program }) => AGENT.test(program));
  for (const one of all) {
    const agent = AGENT.test(one.program);
    const set = [
      ...one.environment.map(({ name, value }) => [name, value.text] as const),
      ...(/^(?:export|declare|setx|set)$/.test(one.program) ? argv(one).flatMap(pair) : []),
    ];
    const off = set.find(
      ([name, value]) =>
        (AGENT_SWITCH.test(name) && isOff(value)) ||
        (/^OTEL_EXPORTER_OTLP_(?:\w{4,7}_)?ENDPOINT$/.test(name) && NOWHERE.test(value)) ||
        ((agent || startsAgent) && ANY_SWITCH.test(name) && movesAway(name, value)),
    );
    const unset =
      one.program === 'unset' || (one.program === 'env' && argv(one).includes('-u'))
        ? argv(one).find((word) => AGENT_SWITCH.test(word) || (startsAgent && ANY_SWITCH.test(word)))
        : undefined;
    const name = off?.[0] ?? unset;
    if (name !== undefined) found.push(sign(name, commandLine(one) || excerpt));
    const flag = agent
      ? argv(one).find((word) =>
          /^--(?:no-telemetry|telemetry=false|disable-telemetry)$|otel\.(?:exporter|log_user_prompt)\s{0,2}=\s{0,2}["']?(?:none|false)/.test(
            word,
          ),
        )
      : undefined;
    if (flag !== undefined) found.push(sign(flag, commandLine(one)));
  }
  return found;
}

const sign = (name: string, excerpt: string): Sign => ({
  what: `telemetry:${name.slice(0, 60)}`,
  why: `The telemetry of an agent is switched off or sent elsewhere (${name.slice(0, 60)})`,
  severity: 'medium',
  techniques: ['T1685'],
  excerpt,
  facts: ['tampering'],
});

const pair = (word: string): [string, string][] => {
  const at = word.indexOf('=');
  return at > 0 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
};
/** Ports of this machine at which nothing listens. */
const NOWHERE = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.\d{1,3}|0\.0\.0\.0|\[::1\]):(?:0|1|9)(?:\/|$)/;
const isOff = (value: string): boolean => /^(?:0|false|no|off|)$/i.test(value);

/** Off, or to another place than this machine's own collector. */
function movesAway(name: string, value: string): boolean {
  if (/EXPORTER$/.test(name)) return /^(?:none|)$/i.test(value);
  if (/DISABLED$/.test(name)) return /^(?:1|true)$/i.test(value);
  if (/ENDPOINT$/.test(name))
    return value !== ''
      ? !/\uFFFD/.test(value) && !/^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])?:?(?:4317|4318)\b/.test(value)
      : true;
  return isOff(value);
}

const IN_TEXT =
  /\b(?:CLAUDE_CODE_ENABLE_TELEMETRY|GEMINI_TELEMETRY_ENABLED|QWEN_TELEMETRY_ENABLED|COPILOT_OTEL_ENABLED)["']?\s{0,4}[:=]\s{0,4}["']?(?:0|false|no|off)?["']?(?:\s|[,;}]|$)|\bOTEL_SDK_DISABLED["']?\s{0,4}[:=]\s{0,4}["']?(?:true|1)|\bOTEL_(?:LOGS|TRACES|METRICS)_EXPORTER["']?\s{0,4}[:=]\s{0,4}["']?none|\bunset (?:CLAUDE_CODE_ENABLE_TELEMETRY|OTEL_\w{1,60})|\[otel\][^\[]{0,200}exporter\s{0,4}=\s{0,4}["']none|["']telemetry["']\s{0,4}:\s{0,4}\{[^}]{0,120}["']enabled["']\s{0,4}:\s{0,4}(?:false|0)/;
const ENDPOINT =
  /\bOTEL_EXPORTER_OTLP_(?:(?:LOGS|TRACES|METRICS)_)?ENDPOINT["']?\s{0,4}[:=]\s{0,4}["']?(https?:\/\/[^\s"',;]{1,200})/;

/** What text that is put into settings says of telemetry. */
export function telemetryIn(content: string): string | undefined {
  const text = content.slice(0, 16_384);
  if (IN_TEXT.test(text)) return 'The telemetry of the agent is switched off';
  const endpoint = ENDPOINT.exec(text)?.[1];
  return endpoint !== undefined && movesAway('ENDPOINT', endpoint)
    ? `The telemetry of the agent is sent to ${endpoint.slice(0, 100)}`
    : undefined;
}
