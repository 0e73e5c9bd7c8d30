/** `gander detectors test`: the cases beside detectors through the engine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector, DetectorCase } from '../../contracts/detector';
import { folderOf } from '../../detectors/catalogue';
import { checkCase } from '../../engine/detector-cases';
import { GanderError, messageOf } from '../../platform/errors';
import { print } from '../verb';

const KINDS = ['fires', 'silent', 'evasion'] as const;
/** Sources and their cases lie beside the build. */
const SHIPPED = join(__dirname, '..', '..', '..', 'detectors');

export interface Tested {
  detector: Detector;
  /** Folder that holds `cases/`. */
  folder: string;
}

/** Where the cases of a shipped detector lie. */
export function shippedFolder({ manifest: { id } }: Detector): string {
  return join(SHIPPED, folderOf(id) ?? id);
}

/** 0 when all hold; a detector without any case is one that does not. */
export function testCases(tested: readonly Tested[], json: boolean): number {
  let failed = 0;
  for (const { detector, folder } of tested) {
    const cases = readCases(folder);
    const results = cases.map((one) => ({ title: one.title, problems: checkCase(detector, one) }));
    if (cases.length === 0) results.push({ title: 'cases', problems: [`there are none in ${join(folder, 'cases')}`] });
    const bad = results.filter(({ problems }) => problems.length > 0);
    failed += bad.length;
    if (json) print(JSON.stringify({ detector: detector.manifest.id, cases: cases.length, failed: bad }));
    else {
      print(`${detector.manifest.id}: ${results.length - bad.length} of ${results.length} cases hold`);
      for (const { title, problems } of bad) print(`  ✗ ${title}: ${problems.join(' ')}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

function readCases(folder: string): DetectorCase[] {
  return KINDS.flatMap((kind) => {
    const file = join(folder, 'cases', `${kind}.json`);
    if (!existsSync(file)) return [];
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as DetectorCase[];
    } catch (error) {
      throw new GanderError('usage', `${file}: ${messageOf(error)}`, { cause: error });
    }
  });
}
