/** Falco's JSON output (`json_output: true`, by HTTP or falcosidekick): one rule match an object. */
import type { ExternalFindingAction } from '../../contracts/event';
import { known, object } from '../dialects/read-attributes';
import { ignore } from '../dialects/draft';
import { count, field, processOf, seen } from './sensor-reader';
import type { SensorReader } from './sensor-reader';

export const falco: SensorReader = {
  name: 'falco',
  read(line) {
    const rule = field(line, 'rule');
    if (rule === undefined) return ignore('incomplete');
    const fields = object(line, 'output_fields');
    return seen(
      'falco',
      { at: field(line, 'time'), host: field(line, 'hostname'), user: field(fields, 'user.name') },
      known<Omit<ExternalFindingAction, 'type' | 'sensor'>>({
        rule,
        text: field(line, 'output', 'message') ?? rule,
        priority: field(line, 'priority'),
        destination: field(fields, 'fd.name', 'fd.rip', 'fd.sip'),
        process: processOf({
          pid: count(fields, 'proc.pid'),
          parentPid: count(fields, 'proc.ppid'),
          name: field(fields, 'proc.name'),
          command: field(fields, 'proc.cmdline'),
          owner: field(fields, 'user.name'),
        }),
      }),
    );
  },
};
