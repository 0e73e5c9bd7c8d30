/** Alerts, the findings they were made of, and the outbox of their notifications: one file, so that one transaction writes all three. */
import type { AlertWrite } from '../../contracts/store';
import { alertRows } from './alert-rows';
import { transaction } from './database';
import { outboxRows } from './outbox-rows';
import type { Part } from './part';
import { ALERTS_SCHEMA } from './schema';

/** Rows that one call of `forgetAlertTraces` drops of each table at most. */
const FORGET_AT_ONCE = 5_000;

export const alertsPart: Part = {
  migrations: ALERTS_SCHEMA,
  open(database, relaxed) {
    const alerts = alertRows(database);
    const outbox = outboxRows(database, relaxed);
    return {
      ...alerts.answers,
      ...outbox.answers,
      writeAlerts: ([write]: [AlertWrite]) =>
        transaction(database, () => {
          alerts.write(write);
          for (const row of write.outbox) outbox.add(row);
        }),
      forgetAlertTraces: ([before]: [number]) =>
        transaction(database, () => alerts.forget(before, FORGET_AT_ONCE) + outbox.forget(before, FORGET_AT_ONCE)),
    };
  },
};
