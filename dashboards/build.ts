/** Writes what is made from the sources here: `npm run build && node build/dashboards/build.js`. A test holds the files to it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { alertsAndDetectors } from './alerts-and-detectors';
import { grafanaRuleFile } from './grafana-rules';
import { pipelineHealth } from './pipeline-health';
import { ruleFile } from './rules';

export const DASHBOARDS = [alertsAndDetectors, pipelineHealth];

const MADE = '# Made by `node build/dashboards/build.js`; change the TypeScript beside it, not this file.\n';
const yaml = (value: unknown) => MADE + stringify(value, { lineWidth: 0, singleQuote: true });
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Paths below dashboards/, and what must be in them. */
export function builtFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...DASHBOARDS.map((page) => [`built/${page.uid ?? ''}.json`, json(page)] as const),
    ['prometheus/gander-rules.yaml', yaml(ruleFile())],
    ['provisioning/alerting/gander-rules.yaml', yaml(grafanaRuleFile())],
  ]);
}

if (require.main === module) {
  const folder = join(__dirname, '..', '..', 'dashboards');
  for (const [path, text] of builtFiles()) writeFileSync(join(folder, path), text);
}
