/** What an act really does, in a form that a page can show: texts instead of syntax trees, each list and text bounded. */
import { createAnalyser } from '../../analysis/analyse';
import type { EventAnalysis } from '../../contracts/analysis';
import { effectsOf } from '../../contracts/effects';
import type { AgentEvent } from '../../contracts/event';
import type { Invocation } from '../../contracts/shell';

/** Most entries of a list, and characters of a text. */
const MOST = 200;
const LONGEST = 16_384;

export interface Around {
  cwd?: string;
  project?: string;
}

export interface Run extends Pick<Invocation, 'program' | 'path' | 'via' | 'background' | 'source'> {
  args: string[];
  redirections: { fd: number | string; operator: string; target: string }[];
  as?: string;
  remote?: { kind: string; target: string };
  cwd?: string;
  stdin?: string;
  stdout?: string;
  code?: { language: string; text: string }[];
}

export interface Explained extends Pick<EventAnalysis, 'reads' | 'writes' | 'deletes' | 'transfers' | 'destinations'> {
  invocations: Run[];
  problems: { kind: string; at: number; text: string }[];
  /** A bound was reached, of the analysis or of what is shown: something may be missing. */
  bounded: boolean;
  /** What programs of the text make of other text in it, such as decoders. */
  decoded: string[];
  /** What it comes to, a short line each. */
  effects: string[];
}

/** Makes an explainer with a cache of its own. Of a session it is told where it works; files that it wrote before are not looked into. */
export function createExplainer(): (event: AgentEvent, around?: Around) => Explained {
  const analyse = createAnalyser();
  return (event, around = {}) => explained(analyse(event, { ...around, filesWritten: new Map() }));
}

function explained(analysis: EventAnalysis): Explained {
  const { command, reads, writes, deletes, transfers, destinations } = analysis;
  const invocations = command?.invocations ?? [];
  const bound = new Bound();
  return {
    invocations: bound.list(invocations).map((one) => bound.texts(runOf(one))),
    problems: bound.texts(bound.list(command?.parsed.problems ?? [])),
    reads: bound.texts(bound.list(reads)),
    writes: bound.texts(bound.list(writes)),
    deletes: bound.texts(bound.list(deletes)),
    transfers: bound.texts(bound.list(transfers)).map(({ invocation: _, ...transfer }) => transfer),
    destinations: bound.texts(bound.list(destinations)),
    decoded: bound.texts(bound.list([...new Set(invocations.flatMap(decodedBy))])),
    effects: effectsOf(analysis),
    bounded: (command?.bounded ?? false) || bound.reached,
  };
}

function runOf(invocation: Invocation): Run {
  const { program, path, via, background, source, as, remote, cwd, stdin, stdout, code } = invocation;
  return {
    program,
    path,
    args: invocation.args.map(({ text }) => text),
    via,
    background,
    source,
    redirections: invocation.redirections.map(({ fd, operator, target }) => ({ fd, operator, target: target.text })),
    ...(as !== undefined && { as }),
    ...(remote !== undefined && { remote }),
    ...(cwd !== undefined && { cwd }),
    ...(stdin !== undefined && { stdin }),
    ...(stdout !== undefined && { stdout }),
    ...(code !== undefined && { code: code.map(({ language, text }) => ({ language, text })) }),
  };
}

/** What a program makes of the text that it reads, where that is known. */
const decodedBy = ({ stdin, stdout }: Invocation): string[] =>
  stdin !== undefined && stdout !== undefined && stdout !== '' && stdin.trim() !== stdout.trim() ? [stdout] : [];

/** Cuts what is too long, and remembers that it did. */
class Bound {
  reached = false;

  list<T>(items: readonly T[]): T[] {
    if (items.length > MOST) this.reached = true;
    return items.slice(0, MOST);
  }

  /** Everything within, its texts cut. */
  texts<T>(value: T): T {
    return this.#cut(value) as T;
  }

  #cut(value: unknown): unknown {
    if (typeof value === 'string') {
      if (value.length <= LONGEST) return value;
      this.reached = true;
      return `${value.slice(0, LONGEST).toWellFormed()}…`;
    }
    if (Array.isArray(value)) return this.list(value as unknown[]).map((item) => this.#cut(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#cut(item)]));
  }
}
