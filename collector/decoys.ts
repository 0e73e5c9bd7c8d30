/** The decoys that the configuration registers, from itself and from the file that it names. */
import { readFileSync } from 'node:fs';
import { MIN_DECOY } from '../analysis/redact';
import type { Decoy } from '../analysis/redact';
import type { Config } from '../platform/config';
import { GanderError, messageOf } from '../platform/errors';

/** Most values of a file, and longest line, characters. */
const MAX_VALUES = 200;
const MAX_LENGTH = 500;

/** All decoys. Errors: `config_unreadable` when the file is not there, `config_invalid` with the line of a value out of bounds. */
export function readDecoys({ values, canaries, file }: Config['decoys']): Decoy[] {
  const honeytokens = [...values, ...(file === undefined ? [] : readValues(file))];
  return [
    ...honeytokens.map((value): Decoy => ({ kind: 'honeytoken', value })),
    ...canaries.map((value): Decoy => ({ kind: 'prompt-canary', value })),
  ];
}

function readValues(file: string): string[] {
  const lines = readText(file).split(/\r?\n/);
  const values: string[] = [];
  for (const [index, line] of lines.entries()) {
    const value = line.trim();
    if (value === '' || value.startsWith('#')) continue;
    if (value.length < MIN_DECOY || value.length > MAX_LENGTH)
      throw invalid(`${file}:${index + 1}: a decoy has ${MIN_DECOY} to ${MAX_LENGTH} characters`);
    values.push(value);
    if (values.length > MAX_VALUES) throw invalid(`${file}:${index + 1}: more than ${MAX_VALUES} decoys`);
  }
  return values;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GanderError('config_unreadable', `decoys.file ${file}: ${messageOf(error)}`, { cause: error });
  }
}

const invalid = (message: string) => new GanderError('config_invalid', message);
