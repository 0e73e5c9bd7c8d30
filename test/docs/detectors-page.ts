/** docs/detectors.md, made from the manifests: `node build/test/docs/detectors-page.js` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Detector } from '../../contracts/detector';
import { GROUPS } from '../../detectors/catalogue';

/** Of the sources, also when this runs from the build. */
const root = resolve(__dirname, '..', '..').replace(/\/build$/, '');

const GUIDE = `# Detectors

Made from the manifests by \`node build/test/docs/detectors-page.js\`; a test holds it to them.

A detector looks at *actions*: one tool call, however many records report it, with the command already parsed, paths and destinations resolved,
and wrappers, variables and encodings taken off. It says what was done to what; the engine adds ids, times and context, and alerts that say the
same become one. Severity is harm if true, given the context; confidence is the chance that it is what the title says. A denied act, or one that
had no effect, is one step lower; a permission mode in which
nobody is asked raises what is medium or above by one step.

\`gander detectors list\`, \`show ID\`, \`test [ID…]\` and \`coverage\` work on the same data: the last tells which can fire on what each agent shows,
what is to be switched on, and writes a layer for the ATT&CK Navigator (\`--navigator FILE\`).

## Write one

A detector is a folder with \`manifest.ts\` (data), \`detector.ts\` (\`init\` and \`step\`: synchronous, deterministic, no clock, no chance, no I/O;
state is plain JSON per key), \`cases/fires.json\`, \`silent.json\` and \`evasion.json\`, and a \`detector.test.ts\` of three lines. The types are in
\`contracts/detector.ts\`. Shipped ones are listed in \`detectors/catalogue.ts\`; your own stay outside and are named in the configuration:

\`\`\`yaml
engine:
  extraDetectors: [./my-detectors/deploy-freeze]   # a folder or a package that exports \`detector\` or \`DETECTORS\`
  detectors:
    credential-access: { enabled: false }
    resource-hijacking-load: { settings: { minutes: 10 } }
\`\`\`

\`gander detectors new deploy-freeze\` makes the folder, with cases that fail until the detector is written; \`gander detectors test
./my-detectors/deploy-freeze\` runs them. In a clone, \`--group execution\` makes it one of the shipped ones.
`;

type Groups = Readonly<Record<string, readonly Detector[]>>;

export function detectorsPage(groups: Groups = GROUPS): string {
  const filled = Object.entries(groups).filter(([, detectors]) => detectors.length > 0);
  const contents = filled.map(
    ([group, detectors]) =>
      `- [${titleOf(group)}](#${group}): ${detectors.map(({ manifest }) => `\`${manifest.id}\``).join(', ')}`,
  );
  const sections = filled.flatMap(([group, detectors]) => [
    `## ${titleOf(group)}\n\n${aboutOf(group)}\n`,
    ...detectors.map(section),
  ]);
  return [GUIDE, '## What there is\n', ...contents, '', ...sections].join('\n');
}

const titleOf = (group: string): string => `${group[0]?.toUpperCase() ?? ''}${group.slice(1).replaceAll('-', ' ')}`;

/** What the group's own file says of it. */
function aboutOf(group: string): string {
  const source = readFileSync(join(root, 'detectors', group, 'group.ts'), 'utf8');
  return (
    /^\/\*\*(.*?)\*\//s
      .exec(source)?.[1]
      ?.replace(/\s*\n \* ?/g, ' ')
      .trim() ?? ''
  );
}

function section({ manifest: m, defaults }: Detector): string {
  const list = (title: string, items: readonly string[]) =>
    `**${title}**\n\n${items.map((item) => `- ${item}`).join('\n')}\n`;
  const settings = Object.entries(defaults as Record<string, unknown>).map(
    ([key, value]) => `\`${key}: ${JSON.stringify(value)}\``,
  );
  return [
    `### ${m.title} (\`${m.id}\`)\n`,
    `${m.description}\n`,
    `Severity ${m.severity}, confidence ${m.confidence}, ${m.maturity}. Looks at ${m.needs.map((need) => `\`${need}\``).join(', ')}; blind without ${m.fields.map((field) => `\`${field}\``).join(', ')}.`,
    `${[...m.attack, ...m.atlas, ...m.owasp].join(', ')}.${settings.length > 0 ? ` Settings: ${settings.join(', ')}.` : ''}\n`,
    list('What to do', m.triage),
    list('Usual false alarms', m.falsePositives),
    list('What it cannot see', m.blindSpots),
  ].join('\n');
}

if (require.main === module) writeFileSync(join(root, 'docs', 'detectors.md'), detectorsPage());
