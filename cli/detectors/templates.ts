/** The files of a detector that is yet to be written: its cases fail until it is. */

const titleOf = (name: string): string => `${name[0]?.toUpperCase() ?? ''}${name.slice(1).replaceAll('-', ' ')}`;
const camel = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function manifestOf(name: string): string {
  return `{
  id: '${name}',
  version: '0.1.0',
  title: '${titleOf(name)}',
  description: 'What it detects and how, in two or three sentences.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  // ATT&CK ids; a narrower one may stand on each detection.
  attack: ['T1059'],
  atlas: [],
  owasp: [],
  // Action types that it steps on, and the fields without which it is blind.
  needs: ['exec'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 3600, maxKeys: 10000 },
  falsePositives: ['What looks the same and is harmless.'],
  blindSpots: ['What it cannot see.'],
  triage: ['What to look at first.'],
}`;
}

/** Silent here, and noticed by the cases: nothing is found yet. */
const STEP = `(_state, _event, { analysis }) {
    for (const invocation of analysis.command?.invocations ?? []) {
      if (invocation.program !== 'the-program-to-watch') continue;
      return [{ why: 'What was done to what', dedupeKey: 'the what and where' }];
    }
    return NO_DETECTIONS;
  }`;

const cases = (name: string): Record<string, string> => ({
  'cases/fires.json': json([
    {
      title: 'the act itself, as it is done in the plainest way',
      command: `${name}-example --now`,
      expect: [{ severity: 'medium' }],
    },
  ]),
  'cases/silent.json': json([
    { title: 'text about it is no act', command: `echo '${name}-example --now'`, expect: [] },
  ]),
  'cases/evasion.json': json([
    {
      title: 'wrapped, and through a variable',
      command: `x=${name}-example; sudo bash -c "$x --now"`,
      expect: [{ severity: 'medium' }],
    },
  ]),
});

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** In a clone of the repository: TypeScript, checked and tested as the shipped ones are. */
export function insideFiles(name: string): Record<string, string> {
  return {
    'manifest.ts': `import type { Manifest } from '../../../contracts/detector';\n\nexport const manifest: Manifest = ${manifestOf(name)};\n`,
    'detector.ts': `import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { manifest } from './manifest';

export const ${camel(name)}: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step${STEP},
};
`,
    'detector.test.ts': `import { testDetector } from '../../../test/support/detector-cases';\nimport { ${camel(name)} } from './detector';\n\ntestDetector(${camel(name)}, __dirname);\n`,
    ...cases(name),
  };
}

/** Outside: a CommonJS package of its own, without a build. */
export function outsideFiles(name: string): Record<string, string> {
  return {
    'package.json': json({ name, version: '0.1.0', private: true, main: 'index.js' }),
    'index.js': `'use strict';

/** State is plain JSON of one key; \`step\` is synchronous and has no clock, no chance and no I/O. */
const NO_DETECTIONS = Object.freeze([]);

exports.detector = {
  manifest: ${manifestOf(name).replaceAll('\n', '\n  ')},
  /** Settings that \`engine.detectors.${name}.settings\` may change. */
  defaults: {},
  init: () => ({}),
  step${STEP},
};
`,
    ...cases(name),
  };
}
