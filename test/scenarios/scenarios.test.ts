/** Incidents from the field, told as the agents' own telemetry: the alerts that an analyst would want, live, shuffled and over partitions. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS } from './catalogue';
import { alertsOf, differences, eventsOf } from './run-scenario';
import type { ToldAlert } from './run-scenario';
import type { Switches } from './scenario';

test('every story is in the catalogue, under its own name', () => {
  const files = readdirSync(join(__dirname, 'stories')).map((name) => name.replace(/\.ts$/, ''));
  expect(SCENARIOS.map(({ name }) => name).sort()).toEqual(files.sort());
});

const brief = (alerts: readonly ToldAlert[]) =>
  Object.fromEntries(alerts.map(({ id, detector, severity }) => [`${detector} ${id}`, severity] as const).sort());

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  describe.each<Switches>(['content', 'defaults'])('with %s', (switches) => {
    const events = eventsOf(scenario, switches);

    test('the alerts that an analyst would want', () => {
      expect(events.length).toBeGreaterThan(0);
      expect(differences(scenario, switches, alertsOf(scenario, events))).toEqual([]);
    });

    test('the same alerts when told twice, in another order, and over 12 partitions', () => {
      const expected = brief(alertsOf(scenario, events));
      expect(brief(alertsOf(scenario, events, { partitions: 12 }))).toEqual(expected);
      for (const seed of [1, 2, 3]) expect(brief(alertsOf(scenario, events, { shuffledBy: seed }))).toEqual(expected);
    });
  });
});
