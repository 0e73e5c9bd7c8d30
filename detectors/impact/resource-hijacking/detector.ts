import type { EventAnalysis } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, EvidenceFact, Severity } from '../../../contracts/finding';
import { inCommand } from './in-command';
import { inConfiguration } from './in-configuration';
import { manifest } from './manifest';
import { MINERS } from './miners';
import { baseName } from '../../programs';

/** One sign of mining. */
export interface Sign {
  kind: 'run' | 'fetch' | 'configure' | 'tune' | 'process';
  /** Miner, pool or wallet: what the sign is about, and the key by which it is said once. */
  what: string;
  why: string;
  severity: Severity;
  pool?: string;
  excerpt: string;
}

export const resourceHijacking: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    const signs =
      event.action.type === 'resource.sample'
        ? inProcesses(event)
        : withConfiguration(inCommand(event, analysis), event, analysis);
    if (signs.length === 0) return NO_DETECTIONS;
    const byWhat = new Map<string, Detection>();
    for (const sign of signs.sort((a, b) => order(a) - order(b))) {
      if (!byWhat.has(sign.what)) byWhat.set(sign.what, describe(sign, event));
    }
    return [...byWhat.values()];
  },
};

/** Settings that are written and used at once are one act. */
const withConfiguration = (signs: Sign[], event: AgentEvent, analysis: EventAnalysis): Sign[] =>
  signs.some(({ kind }) => kind === 'run') ? signs : [...signs, ...inConfiguration(event, analysis)];

const order = (sign: Sign) => ['run', 'process', 'configure', 'fetch', 'tune'].indexOf(sign.kind);

function describe(sign: Sign, event: AgentEvent): Detection {
  const facts: EvidenceFact[] = sign.kind === 'process' ? ['second-witness'] : [];
  const running =
    sign.kind === 'process' ||
    (sign.kind === 'run' &&
      event.phase === 'completed' &&
      event.outcome?.status === 'ok' &&
      (event.outcome.exitCode ?? 0) === 0);
  return {
    why: sign.why,
    severity: sign.severity,
    confidence: running ? 'high' : 'medium',
    dedupeKey: sign.what,
    techniques: sign.kind === 'fetch' ? ['T1496.001', 'T1105'] : manifest.attack,
    entities: {
      ...(sign.pool === undefined ? {} : { destination: sign.pool }),
      ...(sign.what === sign.pool ? {} : { process: sign.what }),
    },
    excerpt: sign.excerpt,
    facts,
  };
}

/** A miner among the processes that host metrics name. */
function inProcesses(event: AgentEvent): Sign[] {
  if (event.action.type !== 'resource.sample' || event.action.process === undefined) return [];
  const { name = '', command = '' } = event.action.process;
  const miner = [name, command.split(' ', 1)[0] ?? ''].map(baseName).find((word) => MINERS.has(word));
  const pool = /\bstratum\d?\+(?:tcp|ssl|tls)s?:\/\/[^\s'"]{1,200}/.exec(command.slice(0, 4_000))?.[0];
  if (miner === undefined && pool === undefined) return [];
  const what = miner ?? 'stratum';
  return [
    {
      kind: 'process',
      what,
      why: `The process ${what} runs on ${event.host ?? 'the host'}`,
      severity: 'high',
      ...(pool === undefined ? {} : { pool }),
      excerpt: command.slice(0, 300) || name,
    },
  ];
}
