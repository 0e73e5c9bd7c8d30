/** One verb of the `gander` command: one file each, listed in `main.ts`. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { GanderError, messageOf } from '../platform/errors';

export interface Verb {
  /** Text of `--help`: usage, options, an example. */
  readonly help: string;
  /** Returns the exit code: 0 done, 1 done with a bad result, 2 wrong usage. */
  run(args: string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>>;

/** Reads the arguments of a verb; what is not known is a `usage` error that says so. */
export function readArguments<T extends Options>(args: string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new GanderError('usage', messageOf(error));
  }
}

/** A whole number option within bounds. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  fallback: number,
  min: number,
  max: number,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new GanderError('usage', `--${name}: expected a whole number from ${min} to ${max}, got "${text}"`);
  return value;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
