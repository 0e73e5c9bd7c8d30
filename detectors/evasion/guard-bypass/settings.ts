/** Text that goes into an agent's settings and takes its guards away. */
import type { Severity } from '../../../contracts/finding';

export interface Loosening {
  kind: string;
  why: string;
  severity: Severity;
}

const MAX_TEXT = 32_768;
/** False in JSON, TOML, YAML and jq, and what some readers take for it. */
const OFF = '(?:false|0|null|["\'](?:false|off|0|none|disabled|)["\']|off)';
const ON = '(?:true|1|["\'](?:true|on|all|always|1)["\'])';
const KEY = (name: string) => `["']?${name}["']?\\]?["']?\\s{0,4}(?:[:=]|\\|=)\\s{0,4}`;

const RULES: readonly (readonly [string, RegExp, string, Severity])[] = [
  [
    'bypass-mode',
    new RegExp(
      `${KEY('(?:defaultMode|permissionMode|permission_mode|approvalMode|approval_mode|mode)')}["'](?:bypassPermissions|yolo|dangerFullAccess|auto-approve-all)["']`,
      'i',
    ),
    'A mode in which nobody is asked is set',
    'high',
  ],
  [
    'bypass-prompt',
    new RegExp(
      `${KEY('(?:skipDangerousModePermissionPrompt|bypassPermissionsModeAccepted|hasTrustDialogAccepted|trustAllTools|skip_trust|allowAllTools)')}${ON}`,
      'i',
    ),
    'The question before a dangerous mode or a new folder is switched off',
    'medium',
  ],
  [
    'sandbox-off',
    new RegExp(
      `["']?sandbox["']?\\s{0,4}[:=]\\s{0,4}(?:\\{[^}]{0,200}["']?enabled["']?\\s{0,4}[:=]\\s{0,4}${OFF}|${OFF})(?![\\w.])`,
      'i',
    ),
    'The sandbox is switched off',
    'high',
  ],
  [
    'sandbox-off',
    /\.sandbox(?:\.enabled|\[["']enabled["']\])\s{0,4}\|?=\s{0,4}(?:false|0|null|"")|del\(\.sandbox\b|sandbox_mode["']?\s{0,4}[:=]\s{0,4}["']danger-full-access["']/i,
    'The sandbox is switched off',
    'high',
  ],
  [
    'sandbox-hole',
    new RegExp(
      `${KEY('(?:allowUnsandboxedCommands|dangerouslyDisableSandbox|disableSandbox|excludedCommands)')}(?:${ON}|\\[[^\\]]{0,80}["']\\*["'])`,
      'i',
    ),
    'Commands may leave the sandbox',
    'medium',
  ],
  [
    'approve-all',
    new RegExp(
      `${KEY('(?:chat\\.tools\\.(?:global\\.)?autoApprove|chat\\.tools\\.terminal\\.enableAutoApprove|autoApprove(?:Terminal|All|Tools)?|alwaysAllowExecute|yoloMode|yolo|autoAcceptAll|enableAutoRun|trust_all|cline\\.autoApproveAll|skipPermissions)')}${ON}`,
      'i',
    ),
    'Everything is approved without asking',
    'high',
  ],
  [
    'approve-all',
    /["']?approval_policy["']?\s{0,4}[:=]\s{0,4}["']never["'][\s\S]{0,400}danger-full-access|danger-full-access["'][\s\S]{0,400}approval_policy["']?\s{0,4}[:=]\s{0,4}["']never/i,
    'Nobody is asked and nothing is fenced',
    'high',
  ],
  [
    'allow-all',
    /["']?(?:allow|allowedTools|allowed_tools|autoApprove|alwaysAllow|coreTools|trustedCommands|autoAllowCommands)["']?\]?\s{0,4}(?:[:=]|\+=|\|=)\s{0,4}\[[^\]]{0,2000}["'](?:Bash(?:\((?:\*|:\*|\*:\*)\))?|\*|Shell\(\*\)|run_shell_command|shell|execute_command|mcp__\*|Edit\(\*\*?\)|\*\*?)["']/,
    'Every command is allowed for good',
    'high',
  ],
  [
    'allow-all',
    /["']permission["']\s{0,4}:\s{0,4}(?:["']allow["']|\{[^}]{0,200}["'](?:bash|\*)["']\s{0,4}:\s{0,4}(?:["']allow["']|\{[^}]{0,80}["']\*["']\s{0,4}:\s{0,4}["']allow["']))/,
    'Every command is allowed for good',
    'high',
  ],
];
const PROFILE =
  /\b(?:alias \w{1,30}=|export )[^\n]{0,80}(?:--dangerously-skip-permissions|--yolo\b|--dangerously-bypass-approvals-and-sandbox|--allow-all-tools|GEMINI_SANDBOX=(?:false|0)|GOOSE_MODE=auto)/;
const GUARD =
  /["'](?:deny|ask|disableBypassPermissionsMode|disallowedTools|allowManagedHooksOnly|PreToolUse|sandbox)["']\s{0,4}:/;

/** A key that code drops: `d.pop('hooks')`, `del d["sandbox"]`, `delete d.hooks`. */
const KEY_OUT =
  /(?:\.pop\(\s?|\bdel\s[\w.\[\]"']{1,60}\[|\bdelete\s[\w.\[\]"']{1,60}(?:\.|\[))["']?(?:hooks|deny|ask|sandbox|PreToolUse)\b/;
/** Lines that an editor's script drops by what they say: `sed '/PreToolUse/d'`. */
const LINES_OUT =
  /(?:^|[\s'"])\/[^/\s]{0,60}(?:hooks?|PreToolUse|PostToolUse|deny|sandbox)[^/\s]{0,60}\/(?:,[^\s;]{1,60})?d(?:['";\s]|$)/i;

/** The worst loosening that new text brings, or a guard that an edit takes out. */
export function looseningIn(content: string, removed: string, isProfile: boolean): Loosening | undefined {
  const text = unescaped(content.slice(0, MAX_TEXT));
  if (isProfile)
    return PROFILE.test(text)
      ? { kind: 'alias', why: 'Agents are started with their guards off from now on', severity: 'medium' }
      : undefined;
  const hit = RULES.find(([, pattern]) => pattern.test(text));
  if (hit !== undefined) return { kind: hit[0], why: hit[2], severity: hit[3] };
  const deleted =
    /del\(\s{0,4}\.(?:permissions\.(?:deny|ask)|hooks\b|sandbox\b)/.test(text) ||
    LINES_OUT.test(text) ||
    KEY_OUT.test(text);
  const out = GUARD.exec(removed.slice(0, MAX_TEXT))?.[0];
  return deleted || (out !== undefined && !GUARD.test(text))
    ? { kind: 'guard-removed', why: 'A deny rule, hook or sandbox setting is taken out', severity: 'medium' }
    : undefined;
}

/** `\u0061llow`: JSON may spell any letter so. */
const unescaped = (text: string): string =>
  text.includes('\\u00')
    ? text.replace(/\\u00([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
