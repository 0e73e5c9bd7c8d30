/** What a mutation is: the same act, told in another way. */
import type { DetectorCase } from '../../contracts/detector';

export type Event = NonNullable<DetectorCase['events']>[number];

export const KINDS = [
  'quoted',
  'wrapped',
  'fed',
  'variables',
  'encoded',
  'split',
  'written first',
  'calls between',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Mutation {
  kind: Kind;
  name: string;
  /** Undefined where it can't be said that way. */
  apply(command: string): Event[] | undefined;
}

export const PROJECT = '/home/dev/project';

/** A command that ran and ended well. */
export function ran(command: string): Event {
  return {
    phase: 'completed',
    outcome: { status: 'ok', exitCode: 0 },
    action: { type: 'exec', tool: 'Bash', command, cwd: PROJECT },
  };
}

export function wrote(path: string, content: string): Event {
  return {
    phase: 'completed',
    outcome: { status: 'ok' },
    action: { type: 'file.write', tool: 'Write', path, content },
  };
}

/** One word for a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A mutation of the text alone. */
export function ofText(kind: Kind, name: string, change: (command: string) => string | undefined): Mutation {
  return {
    kind,
    name,
    apply(command) {
      const changed = change(command);
      return changed === undefined || changed === command ? undefined : [ran(changed)];
    },
  };
}
