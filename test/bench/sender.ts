/** A process that posts the standard load over OTLP/HTTP, gzip, and tells how long it took: so that sending costs the measured process nothing. */
import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { standardLoad } from './standard-load';

export const SPANS = 512;
const CONNECTIONS = 8;
const AGAIN_MS = 50;

interface Order {
  url: string;
  requests: number;
}

/** All requests of a run were acknowledged. */
export interface Sent {
  spans: number;
  ms: number;
  /** Answers that asked to come again. */
  refused: number;
}

export interface Sender {
  /** Makes so many requests, none of which was made before, and posts them over eight connections as fast as they are answered. */
  send(url: string, requests: number): Promise<Sent>;
  stop(): void;
}

/** Starts the process. */
export function startSender(): Sender {
  const child = fork(__filename);
  return {
    send: (url, requests) =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error('the sender has ended'));
        child.once('exit', failed);
        child.once('message', (sent) => {
          child.off('exit', failed);
          resolve(sent as Sent);
        });
        child.send({ url, requests } satisfies Order);
      }),
    stop: () => void child.kill(),
  };
}

let made = 0;

async function carryOut({ url, requests }: Order): Promise<Sent> {
  const bodies = Array.from({ length: requests }, () => gzipSync(standardLoad(SPANS, ++made, Date.now())));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let refused = 0;
  const start = performance.now();
  const connection = async () => {
    for (let body = bodies.pop(); body; body = bodies.pop()) {
      while (!(await post(`${url}/v1/traces`, body, agent))) {
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const ms = performance.now() - start;
  agent.destroy();
  return { spans: requests * SPANS, ms, refused };
}

/** Whether it was acknowledged. Rejects when the connection breaks. */
export function post(url: string, gzipped: Buffer, agent: Agent): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'content-length': gzipped.length,
    };
    const call = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode === 200));
    });
    call.once('error', reject).end(gzipped);
  });
}

if (require.main === module && process.send) {
  process.on('message', (order: Order) => {
    void carryOut(order).then((sent) => process.send?.(sent));
  });
}
