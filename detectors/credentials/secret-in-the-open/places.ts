/** Where a secret stands, and how bad that is: what lasts and is shared is worse than what is seen once. */
import type { ResolvedPath } from '../../../contracts/analysis';
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent, SecretSeen } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';

export interface Place {
  place: string;
  path?: string;
  severity: Severity;
}

/** Kinds of file where a secret belongs, or where a false one does. */
const AT_HOME: ReadonlySet<string> = new Set([
  'environment-file',
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'agent-credential',
  'keychain',
  'wallet',
  'test',
  'template',
  'lock-file',
]);
/** Folders and files of examples. */
const EXAMPLE =
  /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test-?data|mocks?|examples?|samples?|docs?|cassettes|snapshots|__snapshots__)(?:\/|$)|\.(?:mdx?|rst|adoc|snap)$|(?:^|[/._-])(?:test|spec|example|sample|mock)s?\./i;
const TEMPORARY = /^(?:\/private)?\/(?:tmp|var\/(?:tmp|folders)|dev)\//;

/** The places in which the secret stands for anyone to see; none when it stands where it belongs. */
export function placesOf(secret: SecretSeen, event: AgentEvent, { analysis }: DetectorContext): Place[] {
  const { action } = event;
  if (secret.field.startsWith('outcome.')) return [{ place: "a tool's answer", severity: 'low' }];
  switch (action.type) {
    case 'prompt':
      return [{ place: 'a prompt', severity: 'low' }];
    case 'output':
      return [{ place: 'what the model says', severity: 'low' }];
    case 'file.write':
      return secret.field === 'action.content' ? analysis.writes.slice(0, 1).flatMap(ofFile) : [];
    case 'exec':
      return secret.field === 'action.command' ? ofCommand(secret, analysis) : [];
    case 'mcp.call':
    case 'tool.call':
      return [{ place: `the arguments of the tool ${action.tool}`, severity: 'low' }];
    default:
      return [];
  }
}

function ofFile(write: ResolvedPath): Place[] {
  if (AT_HOME.has(write.class) || EXAMPLE.test(write.path)) return [];
  const shared = (write.insideProject ?? !write.path.startsWith('~/.')) && !TEMPORARY.test(write.path);
  return [
    {
      place: shared ? `a file of the project, ${write.path}` : `a file, ${write.path}`,
      path: write.path,
      severity: shared ? 'medium' : 'low',
    },
  ];
}

/** On the command line; in a commit message; in a file that the command writes. */
function ofCommand({ fingerprint }: SecretSeen, analysis: DetectorContext['analysis']): Place[] {
  const written = (analysis.command?.writes ?? []).filter(({ content }) => content.includes(fingerprint));
  if (written.length > 0)
    return written.flatMap(({ path }) =>
      analysis.writes
        .filter(({ given, path: resolved }) => given === path || resolved === path)
        .slice(0, 1)
        .flatMap(ofFile),
    );
  const commit = invocations(analysis).some(
    (one) =>
      one.program === 'git' && argv(one).includes('commit') && argv(one).some((word) => word.includes(fingerprint)),
  );
  return [commit ? { place: 'a commit message', severity: 'medium' } : { place: 'a command line', severity: 'low' }];
}
