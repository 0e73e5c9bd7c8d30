/** Writes docs/coverage.md from a folder of recorded runs: `node build/test/recordings/main.js <folder>`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverage, table } from './coverage';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: node build/test/recordings/main.js <folder of recorded runs>\n');
  process.exit(2);
}
const page = `# What is seen of each agent

Recorded telemetry of real agent programs, each run with a scripted model: a *suspicious* script (a reverse shell to a closed loopback port,
a private key, cloud credentials (twice) and a process's environment read, a miner that is not there) and a *benign* one (list, read, edit, test, git,
fetch, MCP, sub-agent, failing command). The table says how many of the acts that a run's telemetry contains are alerted, and how gravely;
*blind* means that nothing that was sent names the act. The last column is what the source hides, by the setting that shows it.
A permission mode in which nobody is asked raises the severity of what is medium or above by one step.

Made by \`node build/test/recordings/main.js <recordings>\`.

${table(coverage(folder))}
`;
writeFileSync(join(__dirname, '..', '..', '..', 'docs', 'coverage.md'), page);
