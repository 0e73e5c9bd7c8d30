/** `gander detectors coverage`: each detector by each way in, and the same as a layer for the ATT&CK Navigator. */
import { writeFileSync } from 'node:fs';
import type { Manifest } from '../../contracts/detector';
import { GanderError, messageOf } from '../../platform/errors';
import { print } from '../verb';
import { navigatorLayer } from './navigator';
import { verdictOn } from './sight';
import type { Sight, Verdict } from './sight';
import { SIGHTS } from './sights';

export interface Coverage {
  detector: string;
  ways: { dialect: string; by: Sight['by']; verdict: Verdict }[];
}

export function coverageOf(manifests: readonly Manifest[]): Coverage[] {
  return manifests.map((manifest) => ({
    detector: manifest.id,
    ways: SIGHTS.map((sight) => ({ dialect: sight.dialect, by: sight.by, verdict: verdictOn(manifest, sight) })),
  }));
}

/** Prints the table; writes the layer where `navigator` names a file. */
export function printCoverage(manifests: readonly Manifest[], json: boolean, navigator: string | undefined): number {
  if (navigator !== undefined) write(navigator, `${JSON.stringify(navigatorLayer(manifests), null, 2)}\n`);
  const coverage = coverageOf(manifests);
  if (json) print(JSON.stringify(coverage));
  else for (const line of coverageTable(coverage)) print(line);
  return 0;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new GanderError('usage', `--navigator: ${messageOf(error)}`, { cause: error });
  }
}

/** Columns are numbered and explained below, with what is to be switched on. */
export function coverageTable(coverage: readonly Coverage[]): string[] {
  const width = Math.max(...coverage.map(({ detector }) => detector.length));
  const cell = (text: string) => text.padStart(3);
  return [
    `${''.padEnd(width)} ${SIGHTS.map((_, index) => cell(String(index + 1))).join('')}`,
    ...coverage.map(
      ({ detector, ways }) => `${detector.padEnd(width)} ${ways.map(({ verdict }) => cell(mark(verdict))).join('')}`,
    ),
    '',
    '● can fire   ○ when the setting below is on   · blind',
    ...SIGHTS.map(
      (sight, index) => `${cell(String(index + 1))}  ${sight.dialect}, ${WAYS[sight.by]}${settingsOf(sight)}`,
    ),
  ];
}

const mark = (verdict: Verdict): string => (verdict === 'fires' ? '●' : verdict === 'blind' ? '·' : '○');

const WAYS: Readonly<Record<Sight['by'], string>> = {
  otlp: 'OpenTelemetry',
  hooks: 'hooks',
  transcript: 'transcripts',
};

function settingsOf({ tools, content, outputs, prompts, answers }: Sight): string {
  const settings = [tools, content, outputs, prompts, answers].flatMap((seen) =>
    typeof seen === 'object' ? seen.setting : [],
  );
  return settings.length === 0 ? '' : `: ${[...new Set(settings)].map((setting) => `\`${setting}\``).join(', ')}`;
}
