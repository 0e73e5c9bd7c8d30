/** Commands that run tests, and whether they failed. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';

const RUN =
  /^(?:(?:npm|pnpm|yarn|bun)(?: run| -w \S{1,60}| --\S{1,60}){0,3} (?:test|t|e2e|check|verify)\b|(?:npx |bunx )?(?:jest|vitest|mocha|ava|playwright test|cypress run|tap|karma)\b|(?:python3? -m )?(?:pytest|unittest|nose2?|tox)\b|uv run (?:python -m )?pytest\b|poetry run pytest\b|go test\b|cargo (?:test|nextest)\b|mvn .{0,60}(?:test|verify)\b|gradlew? .{0,60}(?:test|check)\b|rspec\b|(?:bundle exec )?(?:rspec|rake test)\b|phpunit\b|dotnet test\b|ctest\b|make .{0,40}(?:test|check)\b|node --test\b|deno test\b|swift test\b|mix test\b|bats\b|xcodebuild .{0,200}\btest\b)/;
/** The programs that it begins with. */
const RUNNERS: ReadonlySet<string> = new Set(
  'npm pnpm yarn bun npx bunx jest vitest mocha ava playwright cypress tap karma python python3 pytest unittest nose nose2 tox uv poetry go cargo mvn gradle gradlew rspec bundle rake phpunit dotnet ctest make node deno swift mix bats xcodebuild'.split(
    ' ',
  ),
);
const FAILED =
  /\b[1-9]\d{0,5} (?:tests? )?(?:failed|failures?|failing|errors?)\b|^(?:FAIL|FAILED|--- FAIL)\b|\bnot ok \d/m;
const EXPECTED = /\bexpected:?\s{0,3}["'`]?([\w.,:+-]{3,60})["'`]?|== ["'`]?([\w.,:+-]{3,60})["'`]?$/gim;
const MAX_OUTPUT = 8_000;

export interface FailedRun {
  at: number;
  eventId: string;
  what: string;
  /** Values that the tests had expected. */
  expected: string[];
}

/** Undefined when it is no test run; `passed` or the failure otherwise. */
export function testRun(event: AgentEvent, analysis: EventAnalysis): FailedRun | 'passed' | undefined {
  const { outcome } = event;
  if (event.action.type !== 'exec' || !outcome) return undefined;
  const run = invocations(analysis)
    .slice(0, 40)
    .filter(({ program }) => RUNNERS.has(program))
    .map((one) => `${one.program} ${argv(one).slice(0, 12).join(' ')}`)
    .find((line) => RUN.test(line));
  if (run === undefined) return undefined;
  const output = (outcome.output ?? '').slice(-MAX_OUTPUT);
  const failed =
    (outcome.exitCode ?? 0) !== 0 || outcome.status === 'error' || event.phase === 'failed' || FAILED.test(output);
  if (failed) return { at: event.at, eventId: event.id, what: run.slice(0, 120), expected: expectedIn(output) };
  return outcome.status === undefined && outcome.exitCode === undefined ? undefined : 'passed';
}

function expectedIn(output: string): string[] {
  const found = new Set<string>();
  for (const [, said, compared] of output.matchAll(EXPECTED)) {
    const value = said ?? compared;
    if (
      value !== undefined &&
      !/^(?:true|false|null|none|undefined|string|number|object|array|got|but|to|and|the|received)$/i.test(value)
    )
      found.add(value);
    if (found.size >= 8) break;
  }
  return [...found];
}
