/** Posts notifications by Standard Webhooks 1.0.0 (docs/webhooks.md): signed, to one address, without following anyone elsewhere. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { OutboxRow } from '../../../contracts/store';
import type { WebhookConfig } from '../../../platform/config';
import { GanderError, messageOf } from '../../../platform/errors';
import type { Sink } from '../sink';
import { retryAfterMs } from './retry-after';

/** What is read of an answer; what is longer is cut off with the connection. */
const ANSWER_BYTES = 64 * 1024;
const IDLE_MS = 60_000;

/** Throws `config_invalid` when the secret is no base64. */
export function createWebhook(config: WebhookConfig): Sink {
  const { name, timeoutMs } = config;
  const url = new URL(config.url);
  const signer = signerOf(config);
  const secure = url.protocol === 'https:';
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1, timeout: IDLE_MS });

  const post = ({ id, body }: Pick<OutboxRow, 'id' | 'body'>, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const at = new Date();
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Gander',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': signer.sign(id, at, body),
      };
      const request = (secure ? httpsRequest : httpRequest)(url, { method: 'POST', agent, headers, signal });
      request.on('response', resolve);
      request.on('error', (error) => {
        reject(request.reusedSocket ? new StaleConnection(error) : error);
      });
      request.end(body);
    });

  return {
    name,
    timeoutMs,
    async send(message, cut) {
      const signal = AbortSignal.any([cut, AbortSignal.timeout(timeoutMs)]);
      try {
        // A kept connection may have been closed by the other side meanwhile: that says nothing of the sink.
        const answer = await post(message, signal).catch((error: unknown) => {
          if (error instanceof StaleConnection && !signal.aborted) return post(message, signal);
          throw error;
        });
        const status = answer.statusCode ?? 0;
        await drain(answer, status >= 200 && status < 300);
        judge(status, answer.headers['retry-after']);
      } catch (error) {
        throw error instanceof GanderError
          ? error
          : unavailable(signal.aborted ? 'no answer in time' : messageOf(error));
      }
    },
    close: () => agent.destroy(),
  };
}

class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

function signerOf({ name, secret }: WebhookConfig): Webhook {
  try {
    return new Webhook(secret);
  } catch (error) {
    throw new GanderError('config_invalid', `alerts.webhooks: the secret of ${name} is no base64`, { cause: error });
  }
}

/** Reads to the end so that the connection can be used again. Once a success is told, what comes after it does not matter. */
async function drain(answer: IncomingMessage, success: boolean): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length;
      if (bytes > ANSWER_BYTES) break;
    }
  } catch (error) {
    if (!success) throw error;
  }
}

/**
 * Answers that speak of the message itself, or of a webhook that was taken away for good. All others may pass: an address or a secret that
 * is wrong for some minutes (401, 403, 404), load, a redirect.
 */
const FINAL = new Set([400, 410, 413, 415, 422]);

function judge(status: number, retryAfter: string | undefined): void {
  if (status >= 200 && status < 300) return;
  if (FINAL.has(status)) throw new GanderError('sink_refused', `answered ${status}`);
  throw unavailable(`answered ${status}`, retryAfterMs(retryAfter, Date.now()));
}

function unavailable(message: string, wait?: number): GanderError {
  return new GanderError('sink_unavailable', message, wait === undefined ? {} : { retryAfterMs: wait });
}
