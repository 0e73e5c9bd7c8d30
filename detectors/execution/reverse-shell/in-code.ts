/** Shells wired to sockets by code: a connection, and its descriptors handed to a shell or what it sends evaluated. */
import type { CodeFact, EventAnalysis } from '../../../contracts/analysis';
import type { Wiring } from './wiring';

export function inCode(analysis: EventAnalysis): Wiring[] {
  const languages = new Set(analysis.code.map((fact) => fact.language));
  return [...languages].flatMap((language) =>
    inOne(
      language,
      analysis.code.filter((fact) => fact.language === language),
    ),
  );
}

function inOne(language: string, facts: readonly CodeFact[]): Wiring[] {
  const sockets = facts.filter((fact) => fact.kind === 'socket-connect' || fact.kind === 'socket-listen');
  const socket = sockets.find((fact) => fact.literals[0] !== '') ?? sockets[0];
  if (!socket) return overRequests(language, facts);
  const has = (kind: CodeFact['kind']) => facts.some((fact) => fact.kind === kind);
  const shell = facts.find((fact) => fact.kind === 'spawn-shell');
  const wired = has('dup-to-stdio') || has('pty') || shell !== undefined;
  // Awk and PowerShell have no descriptors to hand over: they read a line, run it, and write the answer back.
  const loops =
    (language === 'powershell' && (has('evaluate') || has('spawn'))) ||
    (language === 'awk' && (has('spawn') || has('evaluate')));
  if (!wired && !loops) return [];
  const [host, port] = socket.literals;
  const how = `${language} ${shell === undefined ? 'runs what the socket sends' : `hands the socket to ${shell.literals[0] ?? 'a shell'}`}`;
  return [
    {
      kind: socket.kind === 'socket-listen' ? 'bind' : 'reverse',
      how,
      ...(host === undefined || host === '' ? {} : { host }),
      ...(port === undefined || port === '' ? {} : { port }),
      ...(COMPILED.has(language) ? { later: true } : {}),
      excerpt: () => excerptOf(language, facts),
    },
  ];
}

/** Languages that are built first: that the build ended well says nothing of what was built. */
const COMPILED: ReadonlySet<string> = new Set(['c', 'go', 'java']);

const excerptOf = (language: string, facts: readonly CodeFact[]): string =>
  `${language}: ${facts.map((fact) => `${fact.kind}(${fact.literals.join(', ')})`).join(' ')}`.slice(0, 300);

/** What one request brings is run, and another sends the answer. */
function overRequests(language: string, facts: readonly CodeFact[]): Wiring[] {
  const requests = facts.filter((fact) => fact.kind === 'fetch');
  const brought = facts.some((fact) => fact.kind === 'spawn-shell' && fact.literals.length === 0);
  const [host] = requests.flatMap((fact) => fact.literals);
  if (requests.length < 2 || !brought) return [];
  const how = `${language} runs what a request brings`;
  return [{ kind: 'reverse', how, ...hostOf(host), excerpt: () => excerptOf(language, facts) }];
}

function hostOf(url = ''): { host?: string; port?: string } {
  const [, host, port] = /^[a-z]{2,6}:\/\/(?:[^@/]{0,100}@)?([^/:?#]{1,255})(?::(\d{1,5}))?/i.exec(url) ?? [];
  return { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) };
}
