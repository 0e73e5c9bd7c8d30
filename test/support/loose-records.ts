/** Takes OTLP/JSON requests apart into their records and puts them together otherwise, as batching exporters and networks do. */
import type { Message } from '../../cli/demo/tell';

/** A request with one record. */
export interface LooseRecord extends Message {
  /** Milliseconds since 1970; of a record without a clock, that of the one before it. */
  at: number;
}

const NAMES = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

type Node = Record<string, unknown>;
const list = (node: Node, name: string) => (node[name] ?? []) as Node[];

/** The records of the requests, each in a request of its own, in their order. */
export function takeApart(messages: readonly Message[]): LooseRecord[] {
  let last = 0;
  return messages.flatMap(({ signal, body }) => {
    const [outer, middle, inner] = NAMES[signal];
    return list(body as Node, outer).flatMap((resource) =>
      list(resource, middle).flatMap((scope) =>
        list(scope, inner).map((record) => {
          last = timeOf(record) || last;
          const one = { [outer]: [{ ...resource, [middle]: [{ ...scope, [inner]: [record] }] }] };
          return { signal, body: one, at: last };
        }),
      ),
    );
  });
}

function timeOf(record: Node): number {
  const found = /"(?:startTimeUnixNano|timeUnixNano|observedTimeUnixNano)":\s?"([1-9]\d{15,19})"/.exec(
    JSON.stringify(record),
  );
  return found ? Number(BigInt(found[1] ?? 0) / 1_000_000n) : 0;
}

/** The records twice, in another order in which none comes more than `latenessMs` after a younger one, in requests of up to `most` records. */
export function mixed(records: readonly LooseRecord[], random: () => number, latenessMs: number, most = 8): Message[] {
  const order = [...records, ...records]
    .map((record) => ({ record, turn: record.at + random() * latenessMs }))
    .sort((a, b) => a.turn - b.turn);
  const requests: Message[] = [];
  let room = 0;
  for (const { record } of order) {
    const open = requests.at(-1);
    const [outer] = NAMES[record.signal];
    if (open?.signal === record.signal && room > 0)
      list(open.body as Node, outer).push(...list(record.body as Node, outer));
    else {
      requests.push({ signal: record.signal, body: { [outer]: [...list(record.body as Node, outer)] } });
      room = Math.floor(random() * most);
    }
    room -= 1;
  }
  return requests;
}
