/** docs/incidents-seen.md, made from the scenarios: `node build/test/docs/incidents-page.js` writes it. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SEVERITIES } from '../../contracts/finding';
import { SCENARIOS } from '../scenarios/catalogue';
import { alertsOf, eventsOf } from '../scenarios/run-scenario';
import type { Scenario, Switches } from '../scenarios/scenario';

/** Of the sources, also when this runs from the build. */
const root = resolve(__dirname, '..', '..').replace(/\/build$/, '');

const GUIDE = `# Incidents, and what is seen of them

Made from \`test/scenarios/\` by \`node build/test/docs/incidents-page.js\`; a test holds it to them. Each incident of the field is told there twice as the
telemetry of the agents that were in it: with every content switch of the vendor on, and with the vendor's defaults. The alerts are those of the shipped detectors, from low up;
they are the same live, from stored events, told twice, in another order and over 12 partitions. The numbers say how many alerts there are.
\`gander detectors coverage\` tells which setting of an agent shows what.
`;

/** The whole page, as it stands in docs/. */
export function incidentsPage(): string {
  const rows = SCENARIOS.map(
    (scenario) =>
      `| ${scenario.name} | ${scenario.vantage} | ${cell(scenario, 'content')} | ${cell(scenario, 'defaults')} | ${scenario.stillSeen} |`,
  );
  const told = SCENARIOS.map(({ name, incident }) => `- **${name}**: ${incident}`);
  return [
    GUIDE,
    '| incident | vantage | alerts with content | alerts with defaults | still seen with defaults |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## What happened',
    '',
    ...told,
    '',
  ].join('\n');
}

/** Alerts by detector and severity, the gravest first. */
function cell(scenario: Scenario, switches: Switches): string {
  const alerts = alertsOf(scenario, eventsOf(scenario, switches)).filter(({ severity }) => severity !== 'info');
  const rank = (severity: (typeof alerts)[number]['severity']) => -SEVERITIES.indexOf(severity);
  const sorted = [...alerts].sort((a, b) => rank(a.severity) - rank(b.severity) || (a.detector < b.detector ? -1 : 1));
  const groups = Map.groupBy(sorted, ({ detector, severity }) => `${severity} \`${detector}\``);
  return groups.size === 0
    ? 'none'
    : [...groups].map(([name, all]) => (all.length > 1 ? `${name} × ${all.length}` : name)).join('<br>');
}

if (require.main === module) writeFileSync(join(root, 'docs', 'incidents-seen.md'), incidentsPage());
