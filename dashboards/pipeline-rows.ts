/** The rows of pipeline health, one a room, in the order in which an event goes through them. */
import { QUERIES as q } from './page';
import type { Row } from './page';
import { orZero } from './query';

export const collector: Row = {
  title: 'Collector',
  panels: [
    {
      kind: 'lines',
      title: 'Requests by transport and status',
      description:
        'Answers to senders. Many of 429, 503 or UNAVAILABLE: the stream is slow; 400: a sender is broken; 401: see tokens.',
      unit: 'reqps',
      queries: [[q.rate('gander_requests_total', { by: ['transport', 'status'] }), '{{transport}} {{status}}']],
    },
    {
      kind: 'lines',
      title: 'Request time',
      description:
        'From the first byte to the answer, which waits until events are durable. Red: see Time until durable.',
      unit: 's',
      queries: [
        [q.quantile(0.5, 'gander_request_seconds', { by: ['transport'] }), '{{transport}} p50'],
        [q.quantile(0.99, 'gander_request_seconds', { by: ['transport'] }), '{{transport}} p99'],
      ],
      red: 2,
      empty: 'No request in this time.',
    },
    {
      kind: 'lines',
      title: 'Bytes received',
      description: 'Bodies as sent, before inflating. A fall to 0: senders stopped, or no longer reach the listener.',
      unit: 'Bps',
      queries: [[q.rate('gander_received_bytes_total', { by: ['transport', 'signal'] }), '{{transport}} {{signal}}']],
    },
    {
      kind: 'lines',
      title: 'Records by signal',
      description: 'Spans, log records and metric points decoded.',
      unit: 'recps',
      queries: [[q.rate('gander_records_total', { by: ['signal'] }), '{{signal}}']],
    },
    {
      kind: 'lines',
      title: 'Events by dialect',
      description:
        'What the records became. A dialect that falls to 0 while its agents work: an update of the agent changed its telemetry.',
      unit: 'eps',
      queries: [[q.rate('gander_events_total', { by: ['dialect'] }), '{{dialect}}']],
    },
    {
      kind: 'lines',
      title: 'Events by action',
      description: 'What agents did.',
      unit: 'eps',
      queries: [[q.rate('gander_events_total', { by: ['action'] }), '{{action}}']],
    },
    {
      kind: 'lines',
      title: 'Records ignored',
      description:
        'Records that tell no action, by dialect and reason. `gander own`: Gander is given its own telemetry; change the exporter.',
      unit: 'recps',
      queries: [
        [orZero(q.rate('gander_records_ignored_total', { by: ['dialect', 'reason'] })), '{{dialect}} {{reason}}'],
      ],
    },
    {
      kind: 'lines',
      title: 'Records of unknown dialects',
      description:
        'Read by the GenAI conventions. Much of it: an agent that Gander does not know; its details may be missed.',
      unit: 'recps',
      queries: [[orZero(q.rate('gander_unknown_dialect_total', { by: ['signal'] })), '{{signal}}']],
    },
    {
      kind: 'lines',
      title: 'Records lost at a limit',
      description:
        'Red: an agent sends more than is taken, or somebody attacks; raise the limit of that reason (docs/limits.md) or mend the sender.',
      unit: 'recps',
      queries: [[orZero(q.rate('gander_records_lost_total', { by: ['reason'] })), '{{reason}}']],
      red: 0.001,
    },
    {
      kind: 'lines',
      title: 'Parts cut at a limit',
      description:
        'Attributes, strings and nesting; the record goes on without them. Much of `stringBytes`: long outputs, head and tail are kept.',
      unit: 'cps',
      queries: [[orZero(q.rate('gander_record_parts_cut_total', { by: ['reason'] })), '{{reason}}']],
    },
    {
      kind: 'lines',
      title: 'Secrets taken out',
      description:
        'Values replaced before anything is stored, by class. A burst: an agent reads or prints credentials; see the alerts.',
      unit: 'cps',
      queries: [[orZero(q.rate('gander_secrets_redacted_total', { by: ['kind'] })), '{{kind}}']],
    },
    {
      kind: 'lines',
      title: 'Times out of bounds',
      description:
        'Events more than 24 h old or 5 min ahead, taken at the bound. Much of it: the clock of a sender is wrong.',
      unit: 'eps',
      queries: [[orZero(q.rate('gander_clamped_times_total', { by: ['direction'] })), '{{direction}}']],
    },
  ],
};

export const stream: Row = {
  title: 'Stream',
  panels: [
    {
      kind: 'lines',
      title: 'Lag by group',
      description:
        'Messages behind, by consumer group and topic. Red and growing: the group is too slow or stands still; see the log and CPU.',
      unit: 'short',
      queries: [
        [
          `sum by (group, topic) (${q.highest('gander_stream_lag', { by: ['group', 'topic', 'partition'] })})`,
          '{{group}} {{topic}}',
        ],
      ],
      amber: 1_000,
      red: 10_000,
    },
    {
      kind: 'lines',
      title: 'Messages consumed',
      description: 'By consumer group. 0 with lag above: the group stands still; see GET /readyz.',
      unit: 'mps',
      queries: [[q.rate('gander_consumed_total', { by: ['group'] }), '{{group}}']],
    },
    {
      kind: 'lines',
      title: 'Messages published',
      description: 'Made durable, by topic.',
      unit: 'mps',
      queries: [[q.rate('gander_published_total', { by: ['topic'] }), '{{topic}}']],
    },
    {
      kind: 'lines',
      title: 'Time until durable',
      description: 'From publish to on disk, or acknowledged by the broker. Red: the disk or the broker is slow.',
      unit: 's',
      queries: [
        [q.quantile(0.5, 'gander_publish_seconds', { by: ['topic'] }), '{{topic}} p50'],
        [q.quantile(0.99, 'gander_publish_seconds', { by: ['topic'] }), '{{topic}} p99'],
      ],
      red: 1,
      empty: 'Nothing published in this time.',
    },
    {
      kind: 'lines',
      title: 'Publishes that failed',
      description:
        'Red: `stream_unavailable` is a broker away or a full disk, senders get 503 and send again; `refused` is never taken, see dead letters.',
      unit: 'mps',
      queries: [[orZero(q.rate('gander_publish_failures_total', { by: ['topic', 'kind'] })), '{{topic}} {{kind}}']],
      red: 0.001,
    },
    {
      kind: 'lines',
      title: 'Rebalances and dropped messages',
      description:
        'New generations of groups, and messages that left with old segments. Many rebalances: a member comes and goes; see its memory and its log.',
      unit: 'cps',
      queries: [
        [q.rate('gander_rebalances_total', { by: ['group'] }), 'rebalance {{group}}'],
        [orZero(q.rate('gander_stream_dropped_total', { by: ['reason'] })), 'dropped {{reason}}'],
      ],
    },
  ],
};

export const engine: Row = {
  title: 'Engine',
  panels: [
    {
      kind: 'lines',
      title: 'Events taken in, by result',
      description:
        '`duplicate` and `late` are normal in small numbers. `analysed-in-part`: commands over a bound of the analysis; look at who sends them. `failed` or `not-analysed`: see the log and report it.',
      unit: 'eps',
      queries: [[q.rate('gander_engine_events_total', { by: ['result'] }), '{{result}}']],
    },
    {
      kind: 'lines',
      title: 'Records joined to an action',
      description: 'Several records tell of one act; joined, it is looked at once. By reason.',
      unit: 'recps',
      queries: [[orZero(q.rate('gander_engine_joined_total', { by: ['reason'] })), '{{reason}}']],
    },
    {
      kind: 'lines',
      title: 'State by map',
      description:
        'Entries in memory. Rising for days: more sessions than before; see engine.maxSessions and the memory of the process.',
      unit: 'short',
      queries: [
        [orZero(`sum by (map) (${q.highest('gander_engine_state_entries', { by: ['map', 'partition'] })})`), '{{map}}'],
      ],
    },
    {
      kind: 'lines',
      title: 'State dropped',
      description:
        'By age it is normal. By `count` the cap is reached: long attacks may be forgotten; raise engine.maxSessions or partitions.',
      unit: 'cps',
      queries: [[orZero(q.rate('gander_engine_evicted_total', { by: ['map', 'reason'] })), '{{map}} {{reason}}']],
    },
    {
      kind: 'bars',
      title: 'Snapshots by result',
      description: 'Others than `written`: after a crash more has to be read again; see the log.',
      unit: 'short',
      queries: [[orZero(q.increase('gander_snapshots_total', '$__interval', { by: ['result'] })), '{{result}}']],
    },
    {
      kind: 'lines',
      title: 'Size of snapshots',
      description: 'The last one, all partitions together.',
      unit: 'bytes',
      queries: [[orZero(`sum(${q.highest('gander_snapshot_bytes', { by: ['partition'] })})`), 'bytes']],
    },
    {
      kind: 'lines',
      title: 'Dead letters by stage and reason',
      description:
        'Put aside since the start. Red: the reason is a code of docs/errors.md; digest and redacted beginning are in the topic gander.dead.v1.',
      unit: 'short',
      queries: [[orZero(q.total('gander_dead_letters_total', { by: ['stage', 'reason'] })), '{{stage}} {{reason}}']],
      red: 1,
    },
  ],
};

export const archive: Row = {
  title: 'Archive',
  panels: [
    {
      kind: 'lines',
      title: 'Archive lag',
      description:
        'Messages that search and session index are behind. Alerts do not wait for it; red for long: the disk of the store is slow or full.',
      unit: 'short',
      queries: [[q.highest('gander_archive_lag', { by: ['partition'] }), 'partition {{partition}}']],
      amber: 1_000,
      red: 10_000,
    },
    {
      kind: 'lines',
      title: 'Dropped from the archive',
      description:
        'Texts and sessions that the archive forgets. By `size`: search reaches back less far than the stream; raise archive.maxBytes or lower the retention.',
      unit: 'cps',
      queries: [[orZero(q.rate('gander_archive_dropped_total', { by: ['reason'] })), '{{reason}}']],
    },
  ],
};
