/** Names and label sets of all metrics, in one place, by Prometheus' conventions. `platform/metrics` makes them; nobody invents one elsewhere. */

export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

export const METRICS = {
  gander_requests_total: {
    type: 'counter',
    help: 'Requests answered by the collector.',
    labels: ['transport', 'signal', 'status'],
  },
  gander_request_seconds: {
    type: 'histogram',
    help: 'From the first byte of a request to its answer.',
    labels: ['transport', 'signal'],
    buckets: SECONDS,
  },
  gander_received_bytes_total: {
    type: 'counter',
    help: 'Body bytes received, before inflating.',
    labels: ['transport', 'signal'],
  },
  gander_records_total: { type: 'counter', help: 'Telemetry records decoded.', labels: ['signal'] },
  gander_records_lost_total: { type: 'counter', help: 'Records refused at a limit, by reason.', labels: ['reason'] },
  gander_record_parts_cut_total: {
    type: 'counter',
    help: 'Attributes, strings or nesting cut at a limit, by reason.',
    labels: ['reason'],
  },
  gander_records_ignored_total: {
    type: 'counter',
    help: 'Records that tell no action (noise of the dialect, our own telemetry).',
    labels: ['dialect', 'reason'],
  },
  gander_events_total: {
    type: 'counter',
    help: 'Events made, by dialect and action type.',
    labels: ['dialect', 'action'],
  },
  gander_unknown_dialect_total: {
    type: 'counter',
    help: 'Records of a scope that no dialect knows, read by the GenAI conventions.',
    labels: ['signal'],
  },
  gander_clamped_times_total: {
    type: 'counter',
    help: 'Events whose time was outside the allowed bounds.',
    labels: ['direction'],
  },
  gander_secrets_redacted_total: {
    type: 'counter',
    help: 'Secrets replaced before publishing, by class.',
    labels: ['kind'],
  },
  gander_published_total: { type: 'counter', help: 'Messages made durable on the stream.', labels: ['topic'] },
  gander_publish_seconds: { type: 'histogram', help: 'From publish to durable.', labels: ['topic'], buckets: SECONDS },
  gander_publish_failures_total: { type: 'counter', help: 'Failed publishes, by kind.', labels: ['topic', 'kind'] },
  gander_dead_letters_total: {
    type: 'counter',
    help: 'Messages put aside, by stage and reason.',
    labels: ['stage', 'reason'],
  },
  gander_stream_lag: {
    type: 'gauge',
    help: 'Messages behind the end, by group and topic.',
    labels: ['group', 'topic', 'partition'],
  },
  gander_consumed_total: { type: 'counter', help: 'Messages consumed.', labels: ['group', 'topic'] },
  gander_stream_dropped_total: {
    type: 'counter',
    help: 'Messages dropped with their segment of the embedded stream, by the retention bound.',
    labels: ['reason'],
  },
  gander_rebalances_total: { type: 'counter', help: 'New generations of a consumer group.', labels: ['group'] },
  gander_engine_events_total: { type: 'counter', help: 'Events that the engine took in.', labels: ['result'] },
  gander_engine_joined_total: {
    type: 'counter',
    help: 'Records joined to an action already known, or not, by reason.',
    labels: ['reason'],
  },
  gander_engine_state_entries: {
    type: 'gauge',
    help: 'Entries held in engine state, by map.',
    labels: ['map', 'partition'],
  },
  gander_engine_evicted_total: {
    type: 'counter',
    help: 'Entries dropped from engine state at a cap or by age.',
    labels: ['map', 'reason'],
  },
  gander_engine_feedback_total: {
    type: 'counter',
    help: 'Feedback on alerts of baselines: heard, findings that it silenced, and run out.',
    labels: ['result'],
  },
  gander_detector_steps_total: { type: 'counter', help: 'Steps of a detector.', labels: ['detector'] },
  gander_detector_failures_total: {
    type: 'counter',
    help: 'Steps that threw or broke the contract; at 20 the detector is switched off for the partition.',
    labels: ['detector'],
  },
  gander_rules_refused_total: {
    type: 'counter',
    help: 'Rules of `engine.sigma` that cannot run, counted at the start of the engine: against the form, or not to be had here.',
    labels: ['kind'],
  },
  gander_findings_total: {
    type: 'counter',
    help: 'Findings by detector and severity.',
    labels: ['detector', 'severity'],
  },
  gander_snapshots_total: { type: 'counter', help: 'Engine snapshots, by result.', labels: ['result'] },
  gander_snapshot_bytes: { type: 'gauge', help: 'Size of the last snapshot.', labels: ['partition'] },
  gander_alerts_total: {
    type: 'counter',
    help: 'Alerts created, by detector and severity.',
    labels: ['detector', 'severity'],
  },
  gander_pages_total: { type: 'counter', help: 'Pages of incidents, by severity.', labels: ['severity'] },
  gander_alert_latency_seconds: {
    type: 'histogram',
    help: 'From receipt of the event to the stored alert.',
    labels: [],
    buckets: SECONDS,
  },
  gander_notifications_total: {
    type: 'counter',
    help: 'Notification attempts, by sink and result.',
    labels: ['sink', 'result'],
  },
  gander_notification_latency_seconds: {
    type: 'histogram',
    help: 'From receipt of the event to the accepted notification.',
    labels: ['sink'],
    buckets: SECONDS,
  },
  gander_outbox_pending: { type: 'gauge', help: 'Notifications waiting, by sink.', labels: ['sink'] },
  gander_outbox_dead: {
    type: 'gauge',
    help: 'Notifications put aside as dead and still kept, by sink.',
    labels: ['sink'],
  },
  gander_sink_breaker_open: {
    type: 'gauge',
    help: '1 while a sink is given a rest after repeated failures.',
    labels: ['sink'],
  },
  gander_archive_lag: {
    type: 'gauge',
    help: 'Messages that search and session index are behind.',
    labels: ['partition'],
  },
  gander_archive_dropped_total: {
    type: 'counter',
    help: 'Texts and sessions that the archive dropped for their age or at its bound.',
    labels: ['reason'],
  },
  gander_authentication_failures_total: {
    type: 'counter',
    help: 'Requests refused for their token.',
    labels: ['listener'],
  },
  gander_console_bounded_total: {
    type: 'counter',
    help: 'Answers of the API that a bound cut short, by what was bounded.',
    labels: ['what'],
  },
  gander_console_readers: {
    type: 'gauge',
    help: 'Clients that follow the changes of alerts and incidents.',
    labels: [],
  },
  gander_ready: { type: 'gauge', help: '1 while the part works, 0 while not, as /readyz tells.', labels: ['check'] },
  gander_build_info: { type: 'gauge', help: 'Always 1.', labels: ['version'] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
