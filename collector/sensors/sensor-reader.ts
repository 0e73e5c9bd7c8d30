/** The plug-in border of host sensors: one file each, pure: one line of JSON in, drafts of events out. */
import type { ExternalFindingAction } from '../../contracts/event';
import type { Attributes } from '../../contracts/telemetry';
import { one } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import { isoMillis, known, number, text } from '../dialects/read-attributes';

export interface SensorReader {
  /** The name under `/sensors/`, and of the dialect. */
  readonly name: string;
  /** Never throws on any input. */
  read(line: Attributes): Reading;
}

type Process = NonNullable<ExternalFindingAction['process']>;

/** What a sensor saw on a host at a time. Keyed by the host: a sensor knows no session. */
export function seen(
  sensor: string,
  { at, host, user }: { at: string | undefined; host: string | undefined; user?: string | undefined },
  finding: Omit<ExternalFindingAction, 'type' | 'sensor'>,
): Reading {
  const frame = known<Frame>({
    record: finding.rule,
    agent: { family: sensor },
    scopeBy: 'host',
    atMs: isoMillis(at),
    host,
    user,
  });
  return one(frame, { type: 'external.finding', sensor, ...finding });
}

/** Undefined when nothing is known of the process. */
export function processOf(fields: { [Key in keyof Process]: Process[Key] | undefined }): Process | undefined {
  const process = known<Process>(fields);
  return Object.keys(process).length > 0 ? process : undefined;
}

/** A field of the line, and `undefined` for what sensors write when they do not know: `<NA>`. */
export function field(line: Attributes, ...keys: string[]): string | undefined {
  const value = text(line, ...keys);
  return value === undefined || value === '<NA>' || value === '' ? undefined : value;
}

export const count = (line: Attributes, key: string): number | undefined => number(line, key);
