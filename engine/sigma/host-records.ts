/** What a sensor on the host would have recorded of an act, in Sigma's field names. */
import { isIP } from 'node:net';
import type { ResolvedPath } from '../../contracts/analysis';
import type { DetectorContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Invocation } from '../../contracts/shell';
import { Fields } from './fields';
import type { SourceRecord } from './log-source';

/** Records made of one act. */
const MAX_RECORDS = 200;

/** One record a program that the command would start, wrappers removed; the command as a whole is the parent's. */
export function processRecords(event: AgentEvent, { analysis, session }: DetectorContext): SourceRecord[] {
  const all = analysis.command?.invocations ?? [];
  const { action } = event;
  const windows = action.type === 'exec' && (action.shell === 'powershell' || action.shell === 'cmd');
  const parent = windows ? 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe' : '/bin/bash';
  const whole = action.type === 'exec' ? action.command : undefined;
  return all.slice(0, MAX_RECORDS).flatMap((one) => {
    if (one.program === '') return [];
    const line = [one.path, ...one.args.map(({ text }) => text)].join(' ');
    const fields = new Fields({
      Image: imageOf(one, windows),
      OriginalFileName: windows ? `${one.program}.exe` : one.program,
      CommandLine: line,
      CurrentDirectory: one.cwd ?? (action.type === 'exec' ? action.cwd : undefined) ?? session.cwd,
      User: one.as ?? event.user,
      ParentImage: parent,
      ParentCommandLine: whole,
      ...common(event),
    });
    return [{ fields, subject: line }];
  });
}

/** Agents name programs without their folder; rules look for one. */
function imageOf({ path, program }: Invocation, windows: boolean): string {
  if (/[\\/]/.test(path)) return path;
  return windows ? `C:\\Windows\\System32\\${program}${program.endsWith('.exe') ? '' : '.exe'}` : `/usr/bin/${program}`;
}

export function fileRecords(event: AgentEvent, paths: readonly ResolvedPath[]): SourceRecord[] {
  const { action } = event;
  const content = action.type === 'file.write' ? action.content : undefined;
  return paths.slice(0, MAX_RECORDS).map((one) => ({
    fields: new Fields({
      TargetFilename: formsOf(one),
      Image: toolOf(event),
      User: event.user,
      Contents: content,
      ...common(event),
    }),
    subject: one.path,
  }));
}

/** Resolved and as given; the home folder as a folder of Linux, since rules name it so. */
function formsOf({ path, given }: ResolvedPath): string[] {
  const home = path.startsWith('~/') ? [`/home/user/${path.slice(2)}`] : [];
  return [...new Set([path, ...home, given])];
}

export function connectionRecords(event: AgentEvent, { analysis }: DetectorContext): SourceRecord[] {
  const from = analysis.command?.invocations[0]?.program;
  return analysis.destinations.slice(0, MAX_RECORDS).map(({ host, port, scheme, given, class: kind }) => ({
    fields: new Fields({
      DestinationHostname: isIP(host) === 0 ? host : undefined,
      DestinationIp: isIP(host) === 0 ? undefined : host,
      DestinationPort: port ?? (scheme === 'https' ? 443 : scheme === 'http' ? 80 : undefined),
      DestinationClass: kind,
      Url: /^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(given) ? given : undefined,
      Protocol: 'tcp',
      Initiated: 'true',
      Image: from === undefined ? toolOf(event) : `/usr/bin/${from}`,
      User: event.user,
      ...common(event),
    }),
    subject: port === undefined ? host : `${host}:${port}`,
  }));
}

const toolOf = ({ action }: AgentEvent): string | undefined => ('tool' in action ? action.tool : undefined);

const common = ({ host, at, agent }: AgentEvent) => ({
  ComputerName: host,
  Computer: host,
  UtcTime: at,
  AgentFamily: agent.family,
});
