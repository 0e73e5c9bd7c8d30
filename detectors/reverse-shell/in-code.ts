/** Shells wired to sockets by code: a connection, and its descriptors handed to a shell or what it sends evaluated. */
import type { CodeFact, EventAnalysis } from '../../contracts/analysis';
import type { Wiring } from './detector';

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
  const socket = facts.find((fact) => fact.kind === 'socket-connect' || fact.kind === 'socket-listen');
  if (!socket) return [];
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
      excerpt: `${language}: ${facts.map((fact) => `${fact.kind}(${fact.literals.join(', ')})`).join(' ')}`.slice(
        0,
        300,
      ),
    },
  ];
}
