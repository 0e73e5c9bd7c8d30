/** What a database tool of the agent is asked for: statements in its arguments, or an order in its name. */
import type { AgentEvent } from '../../../contracts/event';
import type { Loss } from './sql';
import { lossesOf } from './sql';

const STATEMENT_KEY = /^(?:sql|query|queries|statements?|command|code|script|expression)$/i;
const MAX_ARGUMENTS = 64 * 1024;
const MAX_VALUES = 200;
const ORDER = /(?:drop|truncate|flush|delete|empty)[-_ ]?(all|database|db|collection|table|index|indexes|many|keys)\b/i;

export interface Called {
  losses: Loss[];
  /** Other values of the arguments: they may name the place. */
  names: string[];
}

export function lossesInCall({ action }: AgentEvent): Called | undefined {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  const text = action.arguments?.slice(0, MAX_ARGUMENTS) ?? '';
  const order = ORDER.exec(action.tool.slice(0, 100).replace(/([a-z])([A-Z])/g, '$1_$2'));
  if (order === null && !/\b(?:drop|truncate|delete|update)\b/i.test(text)) return undefined;
  const values = valuesOf(text);
  const losses = values.filter(([key]) => STATEMENT_KEY.test(key)).flatMap(([, value]) => lossesOf(value));
  const names = values.filter(([key]) => !STATEMENT_KEY.test(key)).map(([, value]) => value);
  if (action.type === 'mcp.call' && action.server !== undefined) names.push(action.server);
  if (order !== null && losses.length === 0 && isUnlimited(order[1] ?? '', text))
    losses.push({
      extent: /^(?:all|database|db)$/i.test(order[1] ?? '') ? 'all' : 'part',
      what: `is asked to ${action.tool}`,
    });
  return losses.length === 0 ? undefined : { losses, names };
}

/** `delete-many` with a filter is limited by it. */
const isUnlimited = (noun: string, text: string): boolean =>
  !/many|keys/i.test(noun) || !/"(?:filter|query|keys)"\s?:\s?(?:\{\s?"|\[?")/.test(text);

function valuesOf(text: string): [string, string][] {
  const found: [string, string][] = [];
  try {
    collect(JSON.parse(text), '', found, 0);
  } catch {
    found.push(['query', text.replaceAll('\\n', '\n')]);
  }
  return found;
}

function collect(value: unknown, key: string, found: [string, string][], depth: number): void {
  if (found.length >= MAX_VALUES || depth > 6) return;
  if (typeof value === 'string') found.push([key, value]);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value))
      collect(inner, Array.isArray(value) ? key : name, found, depth + 1);
}
