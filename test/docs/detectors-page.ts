/** docs/detectors.md, made from the manifests: `node build/test/docs/detectors-page.js` writes it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Detector } from '../../contracts/detector';
import { DETECTORS } from '../../detectors/catalogue';

const GUIDE = `# Detectors

Made from the manifests by \`node build/test/docs/detectors-page.js\`; a test holds it to them.

A detector looks at *actions*: one tool call, however many records report it, with the command already parsed, paths and destinations resolved,
and wrappers, variables and encodings taken off. It says what was done to what; the engine adds ids, times and context, and alerts that say the
same become one. Severity is harm if true, given the context; confidence is the chance that it is what the title says. A denied act, or one that
had no effect, is one step lower; a permission mode in which
nobody is asked raises what is medium or above by one step.

\`gander detectors list\`, \`show ID\` and \`test [ID…]\` work on the same data.

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

Run their cases with \`gander detectors test deploy-freeze --cases ./my-detectors/deploy-freeze\`.
`;

export function detectorsPage(detectors: readonly Detector[] = DETECTORS): string {
  return [GUIDE, ...detectors.map(section)].join('\n');
}

function section({ manifest: m, defaults }: Detector): string {
  const list = (title: string, items: readonly string[]) =>
    `**${title}**\n\n${items.map((item) => `- ${item}`).join('\n')}\n`;
  const settings = Object.entries(defaults as Record<string, unknown>).map(
    ([key, value]) => `\`${key}: ${JSON.stringify(value)}\``,
  );
  return [
    `## ${m.title} (\`${m.id}\`)\n`,
    `${m.description}\n`,
    `Severity ${m.severity}, confidence ${m.confidence}, ${m.maturity}. Looks at ${m.needs.map((need) => `\`${need}\``).join(', ')}; blind without ${m.fields.map((field) => `\`${field}\``).join(', ')}.`,
    `${[...m.attack, ...m.atlas, ...m.owasp].join(', ')}.${settings.length > 0 ? ` Settings: ${settings.join(', ')}.` : ''}\n`,
    list('What to do', m.triage),
    list('Usual false alarms', m.falsePositives),
    list('What it cannot see', m.blindSpots),
  ].join('\n');
}

if (require.main === module) writeFileSync(join(__dirname, '..', '..', '..', 'docs', 'detectors.md'), detectorsPage());
