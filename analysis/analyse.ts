/** The analysis of one event: what its command, code, paths and addresses really mean. Pure but for a bounded cache. */
import { NO_ANALYSIS } from '../contracts/analysis';
import type { CodeFact, Destination, EventAnalysis, ResolvedPath, Transfer } from '../contracts/analysis';
import type { AgentEvent } from '../contracts/event';
import type { CommandAnalysis } from '../contracts/shell';
import { codeFacts, languageOfFile } from './code/facts';
import { commandReader, placedCommands } from './command';
import type { CommandReader } from './command';
import { parseDestination, destinationOf } from './destinations';
import { destinationsOf } from './effects/network';
import { transfersOf, transfersOfCode } from './effects/transfers';
import { filesOf } from './effects/files';
import { removedBy } from './effects/removals';
import { mountsOf, throughMounts } from './effects/mounts';
import type { Mount } from './effects/mounts';
import { resolvePath } from './paths';
import type { Surroundings } from './paths';
import type { Written } from './runs';
import { readArguments } from './tool-arguments';

/** What the analysis uses of a session. */
export interface AnalysedSession extends Surroundings {
  readonly filesWritten: Written;
}

const NOTHING = NO_ANALYSIS;
/** Most paths and destinations of one event. */
const MAX_PLACES = 400;

/** Makes an analyser; each has its own cache of commands, so that repeated ones cost nothing. */
export function createAnalyser(): (event: AgentEvent, session: AnalysedSession) => EventAnalysis {
  const read = commandReader();
  return (event, session) => analyse(event, session, read);
}

function analyse(event: AgentEvent, session: AnalysedSession, read: CommandReader): EventAnalysis {
  const { action } = event;
  switch (action.type) {
    case 'exec':
      return action.command === undefined
        ? NOTHING
        : ofCommand(
            action.command,
            { ...around(session), ...(action.cwd === undefined ? {} : { cwd: action.cwd }) },
            session,
            read,
            action.shell,
          );
    case 'file.read':
      return action.path === undefined ? NOTHING : { ...NOTHING, reads: [resolvePath(action.path, around(session))] };
    case 'file.delete':
      return action.path === undefined ? NOTHING : ofDelete(resolvePath(action.path, around(session)));
    case 'file.write':
      return ofWrite(action.path, action.content, session);
    case 'net.fetch':
      return action.url === undefined ? NOTHING : ofUrl(action.url, session);
    case 'mcp.call':
    case 'tool.call':
      return action.arguments === undefined ? NOTHING : ofTool(action.tool, action.arguments, session, read);
    default:
      return NOTHING;
  }
}

const ofDelete = (path: ResolvedPath): EventAnalysis => ({ ...NOTHING, writes: [path], deletes: [path] });

const around = ({ cwd, home, project }: AnalysedSession): Surroundings => ({ cwd, home, project });

function ofWrite(path: string | undefined, content: string | undefined, session: AnalysedSession): EventAnalysis {
  if (path === undefined) return NOTHING;
  const writes = [resolvePath(path, around(session))];
  const placed = content === undefined ? undefined : placedCommands(path, content, around(session));
  if (placed) return { ...NOTHING, command: placed.command, code: placed.code, writes };
  const language = content === undefined ? undefined : languageOfFile(path, content);
  const code =
    language === undefined || language === 'shell' || content === undefined ? [] : codeFacts(language, content);
  return { ...NOTHING, code, writes };
}

function ofUrl(url: string, session: AnalysedSession): EventAnalysis {
  if (url.startsWith('file:')) return { ...NOTHING, reads: [resolvePath(url, around(session))] };
  const destination = parseDestination(url);
  const transfers: Transfer[] = [{ direction: 'in', ...(destination && { destination }), program: 'fetch' }];
  return destination === undefined ? NOTHING : { ...NOTHING, transfers, destinations: [destination] };
}

function ofCommand(
  text: string,
  place: Surroundings,
  session: AnalysedSession,
  read: CommandReader,
  shell?: 'posix' | 'powershell' | 'cmd',
): EventAnalysis {
  const known = read(text, place, session.filesWritten, shell);
  if (known.analysis) return known.analysis;
  const { command, code } = known;
  const places = new Places(place);
  ofInvocations(command, places);
  ofFacts(code, places);
  known.analysis = { command, code, ...places.found() };
  return known.analysis;
}

function ofInvocations({ invocations, writes }: CommandAnalysis, places: Places): void {
  for (const { path } of writes) places.write(path, undefined);
  let mounts: readonly Mount[] = [];
  for (const invocation of invocations) {
    const { reads, writes: written } = filesOf(invocation);
    if (invocation.remote === undefined) mounts = mountsOf(invocation);
    for (const path of reads) {
      const here = invocation.remote === undefined ? path : throughMounts(path, mounts);
      places.readFrom(here ?? path, invocation.cwd, here === undefined);
    }
    for (const path of written) places.write(path, invocation.cwd);
    for (const path of removedBy(invocation)) {
      const here = invocation.remote === undefined ? path : throughMounts(path, mounts);
      places.remove(here ?? path, invocation.cwd, here === undefined);
    }
    for (const destination of destinationsOf(invocation)) places.reach(destination);
  }
  for (const { path, ...transfer } of transfersOf(invocations))
    places.move(transfer, path, invocations[transfer.invocation]?.cwd);
}

function ofFacts(code: readonly CodeFact[], places: Places): void {
  for (const { path, ...transfer } of transfersOfCode(code)) places.move(transfer, path);
  const known = new Set<string>();
  for (const { kind, literals } of code) {
    const [first = '', second] = literals;
    const key = `${kind} ${first} ${second ?? ''}`;
    if (first === '' || known.has(key)) continue;
    known.add(key);
    if (kind === 'file-read') places.readFrom(first, undefined);
    else if (kind === 'file-write') places.write(first, undefined);
    else if (kind === 'socket-connect') places.reach(destinationOf(first, second));
    else if (kind === 'file-delete') places.remove(first, undefined);
    else if (kind === 'fetch' || kind === 'send') places.reach(parseDestination(first));
  }
}

function ofTool(tool: string, text: string, session: AnalysedSession, read: CommandReader): EventAnalysis {
  const { commands, code, paths, urls, language } = readArguments(text);
  const place = around(session);
  const places = new Places(place);
  const writes = /write|create|edit|save|append|delete|remove|move|rename|update|insert|replace|put/i.test(tool);
  for (const path of paths)
    if (writes) places.write(path, undefined);
    else places.readFrom(path, undefined);
  for (const url of urls)
    if (url.startsWith('file:')) places.readFrom(url, undefined);
    else places.reach(parseDestination(url));
  const spoken = language ?? languageOfTool(tool);
  const facts = spoken === undefined ? [] : code.flatMap((one) => codeFacts(spoken, one));
  ofFacts(facts, places);
  const [first] = commands;
  if (first === undefined) return { code: facts, ...places.found() };
  return merged(ofCommand(commands.length > 1 ? commands.join('\n') : first, place, session, read), facts, places);
}

/** Language of a tool's `code` argument by the tool's name. */
function languageOfTool(tool: string): string | undefined {
  if (/python|jupyter|notebook|ipython|code_?interpreter|execute_?code|run_?code/i.test(tool)) return 'python';
  return /javascript|node|evaluate|browser|playwright|puppeteer|page/i.test(tool) ? 'javascript' : undefined;
}

function merged(of: EventAnalysis, code: CodeFact[], places: Places): EventAnalysis {
  const { reads, writes, deletes, transfers, destinations } = places.found();
  return {
    ...of,
    deletes: [...of.deletes, ...deletes],
    transfers: [...of.transfers, ...transfers],
    code: [...of.code, ...code],
    reads: [...of.reads, ...reads],
    writes: [...of.writes, ...writes],
    destinations: [...of.destinations, ...destinations],
  };
}

/** Collects places, each once. */
class Places {
  private readonly reads = new Map<string, ResolvedPath>();
  private readonly writes = new Map<string, ResolvedPath>();
  private readonly deletes = new Map<string, ResolvedPath>();
  private readonly transfers: Transfer[] = [];
  private readonly destinations = new Map<string, Destination>();

  constructor(private readonly place: Surroundings) {}

  readFrom(path: string, cwd: string | undefined, elsewhere = false): void {
    this.note(this.reads, path, elsewhere ? {} : this.at(cwd));
  }

  write(path: string, cwd: string | undefined): void {
    this.note(this.writes, path, this.at(cwd));
  }

  /** What is removed is also written to. What lies elsewhere is in no project of this machine. */
  remove(path: string, cwd: string | undefined, elsewhere = false): void {
    const place = elsewhere ? {} : this.at(cwd);
    this.note(this.writes, path, place);
    this.note(this.deletes, path, place);
  }

  move(transfer: Transfer, path?: string, cwd?: string): void {
    if (this.transfers.length >= MAX_PLACES || this.isKnown(transfer, path)) return;
    this.transfers.push(path === undefined ? transfer : { ...transfer, path: resolvePath(path, this.at(cwd)) });
  }

  /** A program's words and the code around them may tell the same; the one that names a path says more. */
  private isKnown({ direction, destination, text, invocation }: Transfer, path: string | undefined): boolean {
    if (path !== undefined || text !== undefined || invocation !== undefined) return false;
    return this.transfers.some((one) => one.direction === direction && one.destination?.host === destination?.host);
  }

  reach(destination: Destination | undefined): void {
    if (destination === undefined || this.destinations.size >= MAX_PLACES) return;
    const key = `${destination.given} ${destination.host} ${destination.port ?? ''}`;
    if (!this.destinations.has(key)) this.destinations.set(key, destination);
  }

  found(): Pick<EventAnalysis, 'reads' | 'writes' | 'deletes' | 'transfers' | 'destinations'> {
    return {
      reads: [...this.reads.values()],
      writes: [...this.writes.values()],
      deletes: [...this.deletes.values()],
      transfers: this.transfers,
      destinations: [...this.destinations.values()],
    };
  }

  private at(cwd: string | undefined): Surroundings {
    return cwd === undefined ? this.place : { ...this.place, cwd };
  }

  private note(into: Map<string, ResolvedPath>, path: string, place: Surroundings): void {
    if (into.size >= MAX_PLACES) return;
    const resolved = resolvePath(path, place);
    if (!into.has(resolved.path)) into.set(resolved.path, resolved);
  }
}
