/** One hook's JSON to events, finished as those of telemetry are. The same hook sent twice is the same event: it has no time of its own. */
import type { Attributes } from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';
import { digest } from '../dialects/event-id';
import { finish } from '../dialects/finish';
import type { NormalisedRequest } from '../dialects/normalise';
import { hookReaders } from './catalogue';

const NO_SESSIONS = new Map();
const NO_RESOURCE: Attributes = Object.freeze({});

/** Never throws: a reader that does loses its hook (counted as `failed`). `agent` is a name of the catalogue. */
export function readHook(
  agent: string,
  payload: Attributes,
  sender: Sender,
  receivedAt: number,
  machineHost: string,
): NormalisedRequest {
  const reading = read(agent, payload);
  const told = 'ignored' in reading ? [] : reading;
  const key = `hook\0${agent}\0${digest(JSON.stringify(payload))}`;
  const witness = { dialect: { name: agent }, signal: 'hook' as const, resource: NO_RESOURCE, key, drafts: told };
  const around = { sender, receivedAt, machineHost, sessions: NO_SESSIONS };
  const ignored = 'ignored' in reading ? [{ dialect: agent, reason: reading.ignored, count: 1 }] : [];
  return { ...finish([witness], around), ignored, unknownScopes: 0 };
}

function read(agent: string, payload: Attributes) {
  try {
    return hookReaders.get(agent)?.read(payload) ?? { ignored: 'unknown agent' };
  } catch {
    return { ignored: 'failed' };
  }
}
