/** `gander detectors new`: a folder with failing cases to fill in, in this repository or outside it. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { GROUPS } from '../../detectors/catalogue';
import { GanderError } from '../../platform/errors';
import { print } from '../verb';
import { insideFiles, outsideFiles } from './templates';

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST_NAME = 61;

export interface NewDetector {
  name: string;
  /** Group of shipped detectors that it joins. */
  group: string | undefined;
  /** Folder that its own folder is made in, when it stays outside. */
  out: string | undefined;
}

/** Refuses a name that is taken, a group that is not there, and a folder that holds anything. */
export function newDetector({ name, group, out }: NewDetector, taken: readonly string[]): number {
  if (!NAME.test(name) || name.length > LONGEST_NAME)
    throw new GanderError(
      'usage',
      `"${name}": expected lower-case words joined by hyphens, at most ${LONGEST_NAME} characters`,
    );
  if (taken.includes(name)) throw new GanderError('usage', `there is a detector "${name}" already`);
  if (group !== undefined && out !== undefined) throw new GanderError('usage', 'either --group or --out');
  const folder = group === undefined ? resolve(out ?? '.', name) : insideFolder(group, name);
  make(folder, group === undefined ? outsideFiles(name) : insideFiles(name));
  for (const line of nextSteps(name, group, folder)) print(line);
  return 0;
}

function insideFolder(group: string, name: string): string {
  if (!Object.hasOwn(GROUPS, group))
    throw new GanderError('usage', `--group: expected one of ${Object.keys(GROUPS).join(', ')}; got "${group}"`);
  const catalogue = resolve('detectors', 'catalogue.ts');
  if (!existsSync(catalogue))
    throw new GanderError('usage', '--group: run it in a clone of the repository; elsewhere use --out FOLDER');
  return join(dirname(catalogue), group, name);
}

function make(folder: string, files: Readonly<Record<string, string>>): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new GanderError('usage', `${folder} is there already, and not empty`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function nextSteps(name: string, group: string | undefined, folder: string): string[] {
  const shown = relative('.', folder) || '.';
  const place =
    group === undefined
      ? [
          `2. run its cases: gander detectors test ./${shown}`,
          `3. switch it on: engine: { extraDetectors: [./${shown}] }`,
        ]
      : [`2. list it in detectors/${group}/group.ts`, `3. run its cases: npx jest detectors/${group}/${name}`];
  return [`made ${shown}, with cases that fail until it is written:`, '1. write manifest, cases, and step', ...place];
}
