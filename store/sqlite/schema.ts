/** The schemas of the parts, one entry a version. A released entry is never changed; a new one is added behind it. */

export const ALERTS_SCHEMA = [
  `
  CREATE TABLE alerts (
    id TEXT PRIMARY KEY, tenant TEXT NOT NULL, detector TEXT NOT NULL, severity INTEGER NOT NULL, state TEXT NOT NULL, session TEXT,
    first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, created_at INTEGER NOT NULL, revision INTEGER NOT NULL,
    body TEXT NOT NULL, fold TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alerts_by_creation ON alerts (created_at, id);
  CREATE INDEX alerts_by_severity ON alerts (severity, created_at, id);
  CREATE INDEX alerts_by_detector ON alerts (detector, created_at, id);
  CREATE INDEX alerts_by_session ON alerts (session, created_at, id);

  CREATE TABLE findings (id TEXT PRIMARY KEY, taken_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX findings_by_time ON findings (taken_at);
  CREATE TABLE alert_events (
    alert_id TEXT NOT NULL, event_id TEXT NOT NULL, taken_at INTEGER NOT NULL, PRIMARY KEY (alert_id, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alert_events_by_time ON alert_events (taken_at);

  CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sink TEXT NOT NULL, alert_id TEXT NOT NULL, type TEXT NOT NULL,
    body TEXT NOT NULL, attempts INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, created_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL, traceparent TEXT, state TEXT NOT NULL DEFAULT 'pending', leased_until INTEGER NOT NULL DEFAULT 0,
    error TEXT, finished_at INTEGER
  ) STRICT;
  CREATE INDEX outbox_due ON outbox (sink, next_attempt_at, sequence) WHERE state = 'pending';
  CREATE INDEX outbox_of_alert ON outbox (sink, alert_id, sequence) WHERE state = 'pending';
  CREATE INDEX outbox_dead ON outbox (sink) WHERE state = 'dead';
  CREATE INDEX outbox_finished ON outbox (finished_at) WHERE state <> 'pending';
  `,
  `
  ALTER TABLE alerts ADD COLUMN host TEXT;
  ALTER TABLE alerts ADD COLUMN user TEXT;
  ALTER TABLE alerts ADD COLUMN incident TEXT;
  ALTER TABLE alerts ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
  UPDATE alerts SET host = body ->> '$.entities.host', user = body ->> '$.entities.user';
  CREATE INDEX alerts_by_incident ON alerts (incident, severity DESC, first_seen, id);
  CREATE INDEX alerts_by_state ON alerts (state, created_at, id);
  CREATE INDEX alerts_by_host ON alerts (host, created_at, id);
  CREATE INDEX alerts_by_user ON alerts (user, created_at, id);
  CREATE TABLE alert_texts (id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO alert_texts SELECT id, lower(
    detector || ' ' || (body ->> '$.title') || ' ' || (body ->> '$.why') || ' ' || coalesce(body ->> '$.entities', '')) FROM alerts;

  CREATE TABLE incidents (
    id TEXT PRIMARY KEY, tenant TEXT NOT NULL, severity INTEGER NOT NULL, state TEXT NOT NULL, first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, created_at INTEGER NOT NULL, listed INTEGER NOT NULL, merged INTEGER NOT NULL, revision INTEGER NOT NULL,
    body TEXT NOT NULL, fold TEXT NOT NULL
  ) STRICT;
  CREATE INDEX incidents_by_creation ON incidents (created_at, id) WHERE listed = 1 AND merged = 0;
  CREATE TABLE incident_trees (
    tenant TEXT NOT NULL, tree TEXT NOT NULL, incident TEXT NOT NULL, first_seen INTEGER NOT NULL, PRIMARY KEY (tenant, tree)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX incident_trees_by_incident ON incident_trees (incident);
  CREATE TABLE join_points (
    tenant TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, tree TEXT NOT NULL, stage INTEGER NOT NULL, taken_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, key, at, tree, stage)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX join_points_by_time ON join_points (taken_at);

  CREATE TABLE suppressions (
    id TEXT PRIMARY KEY, tenant TEXT NOT NULL, created_at INTEGER NOT NULL, revoked_at INTEGER, hits INTEGER NOT NULL, last_hit INTEGER,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // One row a thing: the number of its last change. A number is never given twice.
  `
  CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (kind, id)
  ) STRICT;
  CREATE TRIGGER alert_made AFTER INSERT ON alerts BEGIN
    INSERT INTO changes (kind, id) VALUES ('alert', new.id);
  END;
  CREATE TRIGGER alert_changed AFTER UPDATE ON alerts BEGIN
    DELETE FROM changes WHERE kind = 'alert' AND id = new.id;
    INSERT INTO changes (kind, id) VALUES ('alert', new.id);
  END;
  CREATE TRIGGER incident_made AFTER INSERT ON incidents WHEN new.listed = 1 BEGIN
    INSERT INTO changes (kind, id) VALUES ('incident', new.id);
  END;
  CREATE TRIGGER incident_changed AFTER UPDATE ON incidents WHEN new.listed = 1 BEGIN
    DELETE FROM changes WHERE kind = 'incident' AND id = new.id;
    INSERT INTO changes (kind, id) VALUES ('incident', new.id);
  END;
  `,
];

export const ARCHIVE_SCHEMA = [
  `
  CREATE TABLE sessions (
    tenant TEXT NOT NULL, session TEXT NOT NULL, last_seen INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tenant, session)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_by_time ON sessions (last_seen, tenant, session);
  CREATE TABLE sources (
    tenant TEXT NOT NULL, dialect TEXT NOT NULL, service TEXT NOT NULL, version TEXT NOT NULL, host TEXT NOT NULL,
    last_seen INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tenant, dialect, service, version, host)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sources_by_time ON sources (last_seen);
  CREATE TABLE offsets (partition INTEGER PRIMARY KEY, offset INTEGER NOT NULL) STRICT;

  CREATE TABLE texts (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, scope TEXT NOT NULL, event_id TEXT NOT NULL, at INTEGER NOT NULL,
    partition INTEGER NOT NULL, offset INTEGER NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX texts_by_time ON texts (at);
  CREATE VIRTUAL TABLE words USING fts5 (text, content = 'texts', content_rowid = 'id');
  `,
];

export const SNAPSHOTS_SCHEMA = [
  `
  CREATE TABLE snapshots (
    consumers TEXT NOT NULL, partition INTEGER NOT NULL, generation INTEGER NOT NULL, offsets TEXT NOT NULL, state BLOB NOT NULL,
    taken_at INTEGER NOT NULL, PRIMARY KEY (consumers, partition)
  ) STRICT;
  `,
];
