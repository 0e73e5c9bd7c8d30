/** The dashboard of who runs Gander: is it ready, is anything lost, refused or late, room by room. */
import { buildPage, QUERIES as q } from './page';
import { archive, collector, engine, stream } from './pipeline-rows';
import type { Row } from './page';
import { orZero } from './query';

const now: Row = {
  title: 'Now',
  panels: [
    {
      kind: 'number',
      title: 'Ready',
      description:
        'The least of all parts of all processes. Red: GET /readyz of each instance says which part, and why.',
      unit: 'short',
      queries: [[`min(${q.series('gander_ready')})`, 'ready']],
      red: 1,
      lowIsBad: true,
    },
    {
      kind: 'number',
      title: 'Longest lag',
      description:
        'Messages that the furthest consumer is behind in one partition. Red: see Lag by group; alerts come late.',
      unit: 'short',
      queries: [[`max(${q.series('gander_stream_lag')})`, 'messages']],
      amber: 1_000,
      red: 10_000,
    },
    {
      kind: 'number',
      title: 'Records lost',
      description:
        'Refused at a limit since the start; senders were told. Red: see the reason below, then docs/limits.md.',
      unit: 'short',
      queries: [[orZero(q.total('gander_records_lost_total')), 'records']],
      red: 1,
    },
    {
      kind: 'number',
      title: 'Dead letters',
      description: 'Messages put aside since the start. Red: see stage and reason below, and the topic gander.dead.v1.',
      unit: 'short',
      queries: [[orZero(q.total('gander_dead_letters_total')), 'messages']],
      red: 1,
    },
    {
      kind: 'number',
      title: 'Refused for their token',
      description: 'Requests in the chosen time. Amber: a sender has an old token, or somebody tries the door.',
      unit: 'short',
      queries: [[`round(${q.increase('gander_authentication_failures_total', '$__range')})`, 'requests']],
      amber: 1,
    },
    {
      kind: 'number',
      title: 'Version',
      description: 'Of each process. More than one: an update is under way, or was left half done.',
      unit: 'short',
      queries: [[q.highest('gander_build_info', { by: ['version'] }), '{{version}}']],
      showName: true,
    },
    {
      kind: 'lines',
      title: 'Ready by part',
      description:
        '1 while the part works. Red is 0: GET /readyz says why; a part that needs the broker or disk comes back by itself.',
      unit: 'short',
      queries: [[`min by (instance, check) (${q.series('gander_ready')})`, '{{instance}} {{check}}']],
      red: 1,
      lowIsBad: true,
    },
    {
      kind: 'bars',
      title: 'Refused for their token, by listener',
      description:
        'Amber: find the sender in the log of the reverse proxy; `gander token list` shows the tokens that hold.',
      unit: 'short',
      queries: [
        [q.increase('gander_authentication_failures_total', '$__interval', { by: ['listener'] }), '{{listener}}'],
      ],
      amber: 1,
    },
  ],
};

const consoleRow: Row = {
  title: 'Console',
  panels: [
    {
      kind: 'lines',
      title: 'Pages that follow changes',
      description: 'Open pages and programs that are told of new alerts and incidents as they come; 100 at most.',
      unit: 'short',
      queries: [[q.highest('gander_console_readers', { by: ['instance'] }), '{{instance}}']],
    },
    {
      kind: 'bars',
      title: 'Answers cut short',
      description:
        'Answers of the API that a bound cut short, by what was bounded: a session too long for one page, a slow reader.',
      unit: 'short',
      queries: [[q.increase('gander_console_bounded_total', '$__interval', { by: ['what'] }), '{{what}}']],
    },
  ],
};

export const pipelineHealth = buildPage({
  uid: 'gander-pipeline',
  title: 'Gander: pipeline health',
  description: 'Whether Gander works: intake, stream, engine, archive.',
  links: [{ uid: 'gander-alerts', title: 'Alerts and detectors' }],
  rows: [now, collector, stream, engine, archive, consoleRow],
});
