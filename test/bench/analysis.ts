/** Speed of redaction and analysis on a mix of ordinary events. */
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import type { Action, AgentEvent } from '../../contracts/event';
import type { Bench, Figure } from './figure';
import { cpuMicros } from './measure';
import { seeded } from './standard-load';

const MIX = 512;
const COMMANDS = [
  'npm test -- --runInBand src/report',
  'git status --short && git diff --stat',
  'rg -n "parseReport" src | head -40',
  "sed -i 's/oldName/newName/g' src/report.ts src/index.ts",
  'python3 - <<\'E\'\nimport json\nprint(json.load(open("report.json"))["total"])\nE',
  'curl -sS -H "Accept: application/json" http://localhost:3000/health | jq .status',
  'for f in src/*.ts; do wc -l "$f"; done | sort -n | tail -5',
  'export DATABASE_URL=postgres://app:$PASS@localhost/app && npm run migrate',
];
const WORDS =
  'the report total passes error line value test token key index module export const return await file'.split(' ');

function measure(): Figure[] {
  const redactor = createRedactor(Buffer.alloc(32, 7), 'bench');
  const analyse = createAnalyser();
  const session = { cwd: '/home/dev/project', project: '/home/dev/project', filesWritten: new Map<string, never>() };
  const events = mix(seeded(1));
  const at = (call: number) => events[call % events.length] as AgentEvent;
  const fresh = (call: number) => {
    const event = at(call);
    return event.action.type === 'exec' ? exec(`${event.action.command ?? ''} # ${call}`) : event;
  };
  const prose64 = exec(prose(seeded(2), 64 * 1024));
  const figure = (what: string, work: (call: number) => unknown): Figure => ({
    what,
    value: cpuMicros(work),
    unit: 'µs an event',
  });
  return [
    figure('redact', (call) => redactor.redact(at(call))),
    figure('analyse, repeated commands', (call) => analyse(at(call), session)),
    figure('analyse, always new ones', (call) => analyse(fresh(call), session)),
    figure('redact 64 KB of prose', () => redactor.redact(prose64)),
  ];
}

export const analysisBench: Bench = {
  title: `redaction and analysis: a mix of ${MIX} events of about 1 KB; CPU of one core`,
  measure,
};

function mix(random: () => number): AgentEvent[] {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: MIX }, (_, index): AgentEvent => {
    const kind = random();
    const output = prose(random, random() < 0.3 ? 2_000 : 200);
    if (kind < 0.5) return { ...exec(pick(COMMANDS)), outcome: { status: 'ok', output } };
    if (kind < 0.7)
      return { ...event({ type: 'file.read', tool: 'Read', path: `src/part${index}.ts` }), outcome: { output } };
    if (kind < 0.8) return event({ type: 'file.write', tool: 'Edit', path: `src/part${index}.ts`, content: output });
    return event({ type: 'model.call', model: 'model', inputTokens: index, outputTokens: index });
  });
}

function prose(random: () => number, length: number): string {
  let text = '';
  while (text.length < length) text += `${WORDS[Math.floor(random() * WORDS.length)] ?? ''} `;
  return text;
}

const exec = (command: string): AgentEvent => event({ type: 'exec', tool: 'Bash', command });

function event(action: Action): AgentEvent {
  return {
    id: '0'.repeat(32),
    at: 1,
    receivedAt: 1,
    tenant: 'default',
    source: { dialect: 'bench', signal: 'log', record: 'tool' },
    scope: 'session:bench:1',
    agent: { family: 'bench' },
    identityBasis: 'none',
    phase: 'completed',
    action,
  };
}
