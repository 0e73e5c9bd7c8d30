/** Code that is run or written down and that itself writes an agent's configuration or memory. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Sign } from '../../signs';

const TARGET =
  /(?:^|[/\\\uFFFD])(?:\.claude[/\\](?:settings[\w.]{0,20}\.json|memory\.md|claude\.md|commands|skills|hooks)|\.claude\.json|claude\.md|agents\.md|gemini\.md|memory\.md|soul\.md|\.cursorrules|\.?mcp\.json|\.codex[/\\](?:config\.toml|agents\.md)|\.gemini[/\\]settings\.json|\.cursor[/\\](?:mcp|hooks)\.json|\.vscode[/\\]tasks\.json|claude_desktop_config\.json|copilot-instructions\.md)/i;
/** Writes in text of JavaScript or Python, whose target is often put together from parts. */
const WRITES =
  /\b(?:writeFile(?:Sync)?|appendFile(?:Sync)?|write_text|createWriteStream|outputFile(?:Sync)?)\b|\bopen\([^)\n]{1,160}["'][aw]b?\+?["']/;
const LITERAL = /["'`]([^"'`\n]{0,160})["'`]/g;
const PACKAGED = /(?:^|[/\\])(?:post|pre)?install[\w.-]{0,20}\.(?:[cm]?js|py|sh)$|setup\.py$/i;
const MAX_TEXT = 16_384;

/** Files of code that write to where an agent looks at each start: how packages and worms get into agents. */
export function inCode(event: AgentEvent, analysis: EventAnalysis): Sign[] {
  const { action } = event;
  if (action.type !== 'file.write' || action.content === undefined || action.path === undefined) return [];
  if (
    !/\.(?:[cm]?[jt]s|py|rb|php|pl)$/i.test(action.path) ||
    !analysis.writes.every(({ class: kind }) => kind === 'other')
  )
    return [];
  const text = action.content.slice(0, MAX_TEXT);
  if (!WRITES.test(text)) return [];
  const targets = [...text.matchAll(LITERAL)]
    .map(([, literal = '']) => literal)
    .filter((literal) => TARGET.test(literal));
  const [first] = targets;
  if (first === undefined || !/\b(?:HOME|homedir|expanduser|Path\.home|USERPROFILE)\b|~\//.test(text)) return [];
  const sends = /\bfetch\(|https?:\/\/|requests\.|XMLHttpRequest|http\.request/.test(text);
  return [
    {
      what: `code:${action.path.split('/').slice(-2).join('/')}`,
      why: `Code is written that changes an agent's configuration or memory in the home folder: ${first.slice(0, 80)}`,
      severity: sends || targets.length > 1 || PACKAGED.test(action.path) ? 'medium' : 'low',
      techniques: ['T1546', 'T1554'],
      excerpt: text.slice(Math.max(0, text.indexOf(first) - 80), text.indexOf(first) + 160),
    },
  ];
}
