/**
 * Findings of any other sensor (firewall, EDR), in Gander's own form (docs/sensors.md): `rule` is required; `time` (RFC 3339), `sensor`,
 * `host`, `text`, `priority`, `user`, `destination` and `process {pid, parentPid, name, command}` are taken when they are there.
 */
import type { ExternalFindingAction } from '../../contracts/event';
import { ignore } from '../dialects/draft';
import { known, object } from '../dialects/read-attributes';
import { count, field, processOf, seen } from './sensor-reader';
import type { SensorReader } from './sensor-reader';

export const findings: SensorReader = {
  name: 'findings',
  read(line) {
    const rule = field(line, 'rule');
    if (rule === undefined) return ignore('incomplete');
    const process = object(line, 'process');
    return seen(
      field(line, 'sensor') ?? 'findings',
      { at: field(line, 'time'), host: field(line, 'host'), user: field(line, 'user') },
      known<Omit<ExternalFindingAction, 'type' | 'sensor'>>({
        rule,
        text: field(line, 'text') ?? rule,
        priority: field(line, 'priority'),
        destination: field(line, 'destination'),
        process: processOf({
          pid: count(process, 'pid'),
          parentPid: count(process, 'parentPid'),
          name: field(process, 'name'),
          command: field(process, 'command'),
          owner: field(line, 'user'),
        }),
      }),
    );
  },
};
