/** Sends as an OTLP exporter does: the same body again after 429, 502, 503, 504 and broken connections, until it is acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../../cli/demo/tell';

const AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const TIMEOUT_MS = 10_000;
/** Exporters wait from 1 s up; tests, of one machine, less. */
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 400;

export interface Exporter {
  /** Resolves when the answer was 200. Rejects when it says that the request can never succeed. */
  send(message: Message): Promise<void>;
  /** How many answers of each status came; 0 stands for a connection that broke. */
  readonly answers: ReadonlyMap<number, number>;
}

/** `endpoint` is asked before each attempt: after a restart the collector has another port. */
export function createExporter(endpoint: () => string): Exporter {
  const answers = new Map<number, number>();
  return {
    answers,
    async send({ signal, body }) {
      const text = JSON.stringify(body);
      for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
        const { status, reason } = await attempt(`${endpoint()}/v1/${signal}`, text);
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status === 200) return;
        if (status !== 0 && !AGAIN.has(status)) throw new Error(`answered ${status}: ${reason}`);
        await pause(wait * (0.5 + Math.random() / 2));
      }
    },
  };
}

/** An acknowledgement counts only when its answer came whole. */
async function attempt(url: string, body: string): Promise<{ status: number; reason: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, reason: await response.text() };
  } catch (error) {
    return { status: 0, reason: String(error) };
  }
}
