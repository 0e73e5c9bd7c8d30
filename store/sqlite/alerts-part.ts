/**
 * Alerts, the findings they were made of, the incidents they belong to, suppressions, and the outbox of notifications: one file, so that one
 * transaction writes all of them.
 */
import type { AlertWrite } from '../../contracts/store';
import { alertRows } from './alert-rows';
import { changeRows } from './change-rows';
import { countRows } from './count-rows';
import { transaction } from './database';
import { incidentRows } from './incident-rows';
import { outboxRows } from './outbox-rows';
import type { Part } from './part';
import { ALERTS_SCHEMA } from './schema';
import { suppressionRows } from './suppression-rows';

/** Rows that one call of `forgetAlertTraces` drops of each table at most. */
const FORGET_AT_ONCE = 5_000;

export const alertsPart: Part = {
  migrations: ALERTS_SCHEMA,
  open(database, relaxed) {
    const alerts = alertRows(database);
    const incidents = incidentRows(database, alerts);
    const suppressions = suppressionRows(database);
    const outbox = outboxRows(database, relaxed);
    return {
      ...alerts.answers,
      ...incidents.answers,
      ...suppressions.answers,
      ...outbox.answers,
      ...changeRows(database),
      ...countRows(database),
      writeAlerts: ([write]: [AlertWrite]) =>
        transaction(database, () => {
          alerts.write(write);
          if (write.grouped !== undefined) incidents.write(write.grouped, write.at);
          for (const incident of write.incidents ?? []) incidents.put(incident);
          for (const { id, count } of write.hits ?? []) suppressions.hit(id, count, write.at);
          for (const row of write.outbox) outbox.add(row);
        }),
      forgetAlertTraces: ([before]: [number]) =>
        transaction(database, () =>
          [alerts, incidents, outbox].reduce((dropped, rows) => dropped + rows.forget(before, FORGET_AT_ONCE), 0),
        ),
    };
  },
};
