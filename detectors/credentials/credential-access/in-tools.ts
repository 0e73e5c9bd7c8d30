/** Tools of MCP servers and others whose name says that they hand out secrets. */
import type { AgentEvent } from '../../../contracts/event';
import type { Access } from './access';

const GETS = /(?:^|[_.-])(?:get|read|fetch|show|reveal|retrieve|access|lookup|decrypt|resolve|view)(?:[_.-]|$)/;
const TAKES_ALL = /(?:^|[_.-])(?:export|dump|download|batch|bulk|all|backup|search)(?:[_.-]|$)/;
const SECRETS =
  /(?:^|[_.-])(?:secrets?|passwords?|credentials?|keychain|vault|logins?|private[_.-]?keys?|api[_.-]?keys?|totp|otp|wallets?|seed)(?:[_.-]|$)/;
/** They only count, make or describe. */
const HARMLESS =
  /(?:^|[_.-])(?:create|update|delete|remove|rotate|set|put|store|save|add|generate|validate|check|scan|detect|metadata|schema|help|names?|policy|policies|status)(?:[_.-]|$)/;

export function inTools({ action }: AgentEvent): Access[] {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return [];
  const tool = action.tool.slice(0, 200);
  const name = tool.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  if (!SECRETS.test(name) || HARMLESS.test(name)) return [];
  const all = TAKES_ALL.test(name) && (GETS.test(name) || /values?|export|dump|download|backup/.test(name));
  if (!all && !GETS.test(name)) return [];
  const server = action.type === 'mcp.call' && action.server !== undefined ? ` of the server ${action.server}` : '';
  return [
    {
      what: `tool:${tool}${all ? ':bulk' : ''}`,
      why: `The tool ${tool}${server} hands out ${all ? 'many secrets' : 'a secret'}`,
      severity: all ? 'medium' : 'low',
      techniques: ['T1555', 'T1555.006'],
      excerpt: `${tool} ${(action.arguments ?? '').slice(0, 200)}`,
    },
  ];
}
