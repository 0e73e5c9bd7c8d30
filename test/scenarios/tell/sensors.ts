/** What is told by no agent: readings of a GPU, and findings of sensors. */
import type { Aside } from '../scenario';
import { gpuLoad } from '../../support/tool-calls';
import { attributes, nanos } from './otlp';

/** A GPU's utilisation, from 0 to 1, `at` seconds into the story. */
export const gpuReading = (host: string, value: number, at: number): Aside => ({
  at,
  send: (time) => gpuLoad(host, value, time),
});

/** A process and the cores that it uses, as `gander sensor` tells it. */
export const processReading = (
  host: string,
  { pid, name, cores }: { pid: number; name: string; cores: number },
  at: number,
): Aside => ({
  at,
  send: (time) => ({
    signal: 'metrics',
    body: {
      resourceMetrics: [
        {
          resource: {
            attributes: attributes({ 'host.name': host, 'process.pid': pid, 'process.executable.name': name }),
          },
          scopeMetrics: [
            {
              scope: { name: 'sensor' },
              metrics: [
                {
                  name: 'process.cpu.utilization',
                  unit: '1',
                  gauge: { dataPoints: [{ timeUnixNano: nanos(time), asDouble: cores }] },
                },
              ],
            },
          ],
        },
      ],
    },
  }),
});

export const externalFinding = (sensor: string, rule: string, host: string, text: string, at: number): Aside => ({
  at,
  send: (time) => ({
    path: '/sensors/findings',
    body: `${JSON.stringify({ time: new Date(time).toISOString(), sensor, rule, host, text, destination: /[\d.]{7,}/.exec(text)?.[0] })}\n`,
  }),
});
