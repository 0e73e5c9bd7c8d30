/** Puts events where the console finds them: into the stream, and into the archive as its role would. */
import { archiveRows } from '../../archive/rows';
import type { AgentEvent } from '../../contracts/event';
import type { Store } from '../../contracts/store';
import type { Stream } from '../../contracts/stream';
import { decodeEnvelope, encodeEnvelope } from '../../stream/envelope';

/** Each list is one envelope, keyed by the scope of its first event. */
export async function archive(
  { stream, store }: { stream: Stream; store: Store },
  ...envelopes: AgentEvent[][]
): Promise<void> {
  await stream.publish(
    envelopes.map((events) => {
      const { value, encoding } = encodeEnvelope(events);
      return { topic: 'gander.events.v1' as const, key: events[0]!.scope, value, headers: { encoding } };
    }),
  );
  const known = new Map((await store.archiveOffsets()).map(({ partition, offset }) => [partition, offset]));
  for (let partition = 0; partition < (await stream.partitions('gander.events.v1')); partition++) {
    const from = known.get(partition) ?? 0;
    const located = [];
    let to = from;
    for await (const message of stream.read('gander.events.v1', partition, from)) {
      for (const event of decodeEnvelope(message).events) located.push({ event, partition, offset: message.offset });
      to = message.offset + 1;
    }
    if (to > from) await store.writeArchive({ ...archiveRows(located), offsets: [{ partition, from, offset: to }] });
  }
}
