import { recordings } from '../support/recorded';
import { coverage } from './coverage';

const rows = recordings === undefined ? [] : coverage(recordings);
if (recordings === undefined)
  process.stderr.write('skipped: whole recordings (there is no folder of them beside the repository)\n');
const withRecordings = recordings === undefined ? test.skip : test;

withRecordings('every act that a recorded run contains is alerted, once', () => {
  const wrong = rows.flatMap(({ run, acts }) =>
    acts
      .filter(({ sent, severities }) => sent && severities.length !== 1)
      .map(({ about, severities }) => `${run}: ${about} ${severities.join(' ') || 'missed'}`),
  );
  expect(rows.filter(({ script }) => script === 'suspicious').length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

withRecordings('no benign run has an alert of medium or above', () => {
  const benign = rows.filter(({ script }) => script === 'benign');
  expect(benign.length).toBeGreaterThan(20);
  expect(benign.flatMap(({ run, falseAlarms }) => falseAlarms.map((why) => `${run}: ${why}`))).toEqual([]);
});

withRecordings('a run whose telemetry names no act tells which setting would show it', () => {
  const blind = rows.filter(({ script, acts }) => script === 'suspicious' && acts.every(({ sent }) => !sent));
  const silent = blind.filter(({ notices }) => notices.length === 0).map(({ run }) => run);
  // This run ended before any act was exported: there is nothing to notice.
  expect(silent).toEqual(['codex-0.169.0/suspicious-full-turn-failed']);
});
