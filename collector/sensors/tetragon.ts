/** Tetragon's JSON export: one event an object, the payload under the one key that names its kind. Exits and bookkeeping tell nothing. */
import type { ExternalFindingAction } from '../../contracts/event';
import type { Attributes } from '../../contracts/telemetry';
import { ignore } from '../dialects/draft';
import { known, object } from '../dialects/read-attributes';
import { count, field, processOf, seen } from './sensor-reader';
import type { SensorReader } from './sensor-reader';

/** Arguments of a probe that are looked at. */
const MAX_ARGUMENTS = 8;
const KINDS = [
  'process_exec',
  'process_kprobe',
  'process_lsm',
  'process_tracepoint',
  'process_uprobe',
  'process_loader',
];

export const tetragon: SensorReader = {
  name: 'tetragon',
  read(line) {
    const kind = KINDS.find((name) => line[name] !== undefined);
    if (kind === undefined) return ignore('unknown event');
    const payload = object(line, kind);
    const process = object(payload, 'process');
    const binary = field(process, 'binary');
    if (binary === undefined) return ignore('incomplete');
    const command = [binary, field(process, 'arguments')].filter((part) => part !== undefined).join(' ');
    const called = field(payload, 'function_name');
    const destination = contacted(payload);
    return seen(
      'tetragon',
      { at: field(line, 'time'), host: field(line, 'node_name') },
      known<Omit<ExternalFindingAction, 'type' | 'sensor'>>({
        rule: field(payload, 'policy_name') ?? kind,
        text: field(payload, 'message') ?? [called, command, destination].filter(Boolean).join(' '),
        destination,
        process: processOf({
          pid: count(process, 'pid'),
          parentPid: count(object(payload, 'parent'), 'pid'),
          name: binary.slice(binary.lastIndexOf('/') + 1),
          command,
          owner: field(process, 'uid'),
        }),
      }),
    );
  },
};

/** Address and port of the first socket among the arguments of a probe. */
function contacted(payload: Attributes): string | undefined {
  const args = Array.isArray(payload['args']) ? payload['args'].slice(0, MAX_ARGUMENTS) : [];
  for (const argument of args) {
    if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) continue;
    const socket = object(argument as Attributes, 'sock_arg');
    const address = field(socket, 'daddr');
    if (address !== undefined) return [address, field(socket, 'dport')].filter(Boolean).join(':');
  }
  return undefined;
}
