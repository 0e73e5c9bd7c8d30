/** What is told by no agent: readings of a GPU, and findings of sensors. */
import type { Aside } from '../scenario';
import { gpuLoad } from '../../support/tool-calls';

/** A GPU's utilisation, from 0 to 1, `at` seconds into the story. */
export const gpuReading = (host: string, value: number, at: number): Aside => ({
  at,
  send: (time) => gpuLoad(host, value, time),
});

export const externalFinding = (sensor: string, rule: string, host: string, text: string, at: number): Aside => ({
  at,
  send: (time) => ({
    path: '/sensors/findings',
    body: `${JSON.stringify({ time: new Date(time).toISOString(), sensor, rule, host, text, destination: /[\d.]{7,}/.exec(text)?.[0] })}\n`,
  }),
});
