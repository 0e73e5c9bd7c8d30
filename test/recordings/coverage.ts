/** Agent by agent: which acts of a recorded run its telemetry contains, and what Gander says of each. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../../contracts/finding';
import { readRun } from './recorded-run';
import type { RunResult } from './recorded-run';

/** The harmful acts of the suspicious script: how each is found in what was sent, and in the alerts. */
const ACTS = [
  { kind: 'reverse-shell', sent: /dev\/tcp\/127\.0\.0\.1\/9/, detector: 'reverse-shell', about: /127\.0\.0\.1:9/ },
  { kind: 'credential-read', sent: /\/\.ssh\/id_rsa/, detector: 'credential-access', about: /\.ssh\/id_rsa/ },
  {
    kind: 'credential-read',
    sent: /\/home-[\w-]+\/\.aws\/credentials/,
    detector: 'credential-access',
    about: /[^~]\/\.aws\/credentials/,
  },
  {
    kind: 'credential-read',
    sent: /\$HOME\/\.aws\/credentials/,
    detector: 'credential-access',
    about: /~\/\.aws\/credentials/,
  },
  {
    kind: 'credential-read',
    sent: /\/proc\/self\/environ/,
    detector: 'credential-access',
    about: /\/proc\/self\/environ/,
  },
  { kind: 'miner', sent: /xmrig -o stratum/, detector: 'resource-hijacking', about: /xmrig/ },
] as const;

export const KINDS = ['reverse-shell', 'credential-read', 'miner'] as const;
type Kind = (typeof KINDS)[number];

export interface ActResult {
  kind: Kind;
  about: string;
  sent: boolean;
  severities: Severity[];
}

export interface Row {
  run: string;
  script: 'benign' | 'suspicious';
  acts: ActResult[];
  /** Alerts of medium or above in a benign run. */
  falseAlarms: string[];
  notices: string[];
}

/** All runs of the folder that sent anything over OTLP. */
export function coverage(folder: string): Row[] {
  const runs = readdirSync(folder, { withFileTypes: true })
    .filter((agent) => agent.isDirectory())
    .flatMap((agent) => readdirSync(join(folder, agent.name)).map((run) => `${agent.name}/${run}`));
  return runs
    .sort()
    .filter((run) => existsSync(join(folder, run, 'otlp')) && readdirSync(join(folder, run, 'otlp')).length > 0)
    .map((run) => rowOf(run, readRun(join(folder, run))));
}

function rowOf(run: string, result: RunResult): Row {
  const script = run.includes('/suspicious') ? 'suspicious' : 'benign';
  const loud = result.alerts.filter(({ severity }) => severity !== 'info' && severity !== 'low');
  return {
    run,
    script,
    acts: script === 'benign' ? [] : ACTS.map((act) => actResult(act, result)),
    falseAlarms: script === 'benign' ? loud.map(({ why }) => why) : [],
    notices: result.notices,
  };
}

function actResult(
  { kind, sent, detector, about }: (typeof ACTS)[number],
  { alerts, sent: text }: RunResult,
): ActResult {
  const matching = alerts.filter((alert) => alert.detector === detector && about.test(alert.why));
  return { kind, about: about.source, sent: sent.test(text), severities: matching.map(({ severity }) => severity) };
}

/** The table as Markdown. */
export function table(rows: readonly Row[]): string {
  const head = [
    '| run | reverse shell | credential reads | miner | benign run | hidden by the source |',
    '|---|---|---|---|---|---|',
  ];
  return [...head, ...rows.map(line)].join('\n');
}

function line(row: Row): string {
  const cells = KINDS.map((kind) => (row.script === 'benign' ? '' : cell(row.acts.filter((act) => act.kind === kind))));
  const benign =
    row.script === 'suspicious' ? '' : row.falseAlarms.length === 0 ? 'quiet' : `${row.falseAlarms.length} false`;
  return `| ${row.run} | ${cells.join(' | ')} | ${benign} | ${row.notices.map((notice) => `\`${notice}\``).join(', ')} |`;
}

function cell(acts: readonly ActResult[]): string {
  const sent = acts.filter((act) => act.sent);
  if (sent.length === 0) return '*blind*';
  const caught = sent.filter((act) => act.severities.length > 0);
  const severities = [...new Set(caught.flatMap((act) => act.severities))].join(', ');
  return `${caught.length} of ${sent.length}${severities === '' ? '' : `, ${severities}`}`;
}
