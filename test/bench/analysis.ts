/** Speed of redaction and analysis: a mix of ordinary events, and the dearest 64 KB known. CPU time of this process. */
import { createAnalyser } from '../../analysis/analyse';
import { createRedactor } from '../../analysis/redact';
import type { Action, AgentEvent } from '../../contracts/event';
import { seeded } from './standard-load';

const MIX = 512;
const WORST = 64 * 1024;
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
/** Texts that make redaction or analysis work hardest, repeated to 64 KB. */
const DEAREST = [
  'password: Decoy9pass1 ',
  '-----BEGIN PRIVATE KEY-----',
  'curl -u ',
  'key="',
  'ghp_',
  'QUJDREVGR0hJSktMTU5PUFFSU1RVVldY ',
  'cat a ',
  'a;',
  'tar c a ',
  'curl -d @f ',
  'a b c ',
];
const DEAREST_CODE = ['f(', 'a=', 'a=b+', '"a"+', 'os.system("a");'];

/** Microseconds of CPU per call; each call gets its number, those that warm up negative ones. */
function cpuMicros(calls: number, work: (index: number) => unknown): number {
  for (let index = 1; index <= Math.min(calls, 64); index++) work(-index);
  const before = process.cpuUsage();
  for (let index = 0; index < calls; index++) work(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** Prints microseconds per event of the mix, commands new and repeated, and milliseconds of the dearest 64 KB. Takes about 10 s. */
export function benchAnalysis(print: (line: string) => void = console.log): void {
  const redactor = createRedactor(Buffer.alloc(32, 7), 'bench');
  const analyse = createAnalyser();
  const session = { cwd: '/home/dev/project', project: '/home/dev/project', filesWritten: new Map<string, never>() };
  const events = mix(seeded(1));
  const at = (index: number) => events[Math.abs(index) % events.length] as AgentEvent;
  const fresh = (index: number) => {
    const event = at(index);
    return event.action.type === 'exec' ? exec(`${event.action.command ?? ''} # ${index}`) : event;
  };
  const bytes = events.reduce((sum, event) => sum + JSON.stringify(event).length, 0) / events.length;
  print(`analysis: mix of ${MIX} events of ${Math.round(bytes)} bytes as JSON; CPU of one core`);
  print(`  redact               ${cpuMicros(40_000, (index) => redactor.redact(at(index))).toFixed(1)} µs an event`);
  print(`  analyse, repeated    ${cpuMicros(40_000, (index) => analyse(at(index), session)).toFixed(1)} µs an event`);
  print(
    `  analyse, always new  ${cpuMicros(20_000, (index) => analyse(fresh(index), session)).toFixed(1)} µs an event`,
  );
  const ordinary = exec(prose(seeded(2), WORST));
  print(`  redact 64 KB of prose ${(cpuMicros(100, () => redactor.redact(ordinary)) / 1e3).toFixed(2)} ms`);
  const analysed = (text: string) => analyse(exec(text), session);
  dearest(print, 'redact 64 KB', DEAREST, (text) => redactor.redactText(text));
  dearest(print, 'analyse a 64 KB command', DEAREST, analysed);
  dearest(print, 'analyse 64 KB of code', DEAREST_CODE, (text) => analysed(`python3 - <<'E'\n${text}\nE`));
}

function dearest(
  print: (line: string) => void,
  what: string,
  texts: readonly string[],
  work: (text: string) => unknown,
): void {
  const figures = texts.map((text) => {
    const whole = text.repeat(Math.ceil(WORST / text.length)).slice(0, WORST);
    // Another beginning each time, so that no cache helps.
    return { text, ms: cpuMicros(8, (index) => work(whole.slice(index + 8))) / 1e3 };
  });
  const worst = figures.reduce((a, b) => (a.ms > b.ms ? a : b));
  print(`  ${what}, dearest: ${worst.ms.toFixed(1)} ms (${JSON.stringify(worst.text)} repeated)`);
}

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
