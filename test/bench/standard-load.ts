/**
 * The standard load of the bench: spans of 1.6 KB and 18 attributes as agents send them (45 % shell commands, 20 % other tools, 35 % model
 * calls; 1 to 4 KB of text in a third of the tools' results). Made from a seed: equal seeds give equal bytes.
 */
import { encodeOtlp } from '../support/otlp-proto';

const COMMANDS = [
  'npm test -- --runInBand src/report',
  'git status --short && git diff --stat',
  'rg -n "parseReport" src | head -40',
  'cat package.json | jq .scripts',
  "sed -i 's/oldName/newName/g' src/report.ts src/index.ts",
  'python3 - <<\'EOF\'\nimport json\nprint(json.load(open("report.json"))["total"])\nEOF',
  'docker compose ps --format json',
  'for f in src/*.ts; do wc -l "$f"; done | sort -n | tail -5',
];
const WORDS =
  'the report total parse error line value test passed src index module export const return await file'.split(' ');

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An ExportTraceServiceRequest of so many spans, from eight sessions of its own. `startMs` is the time of the first span. */
export function standardLoad(spans = 512, seed = 1, startMs = 1_790_000_000_000): Buffer {
  const random = seeded(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const prose = (length: number) => {
    let text = '';
    while (text.length < length) text += `${pick(WORDS)} `;
    return text;
  };
  const bytes = (size: number) => Uint8Array.from({ length: size }, () => 1 + Math.floor(random() * 255));
  const traces = Array.from({ length: 8 }, () => bytes(16));
  const span = (_: unknown, index: number) => {
    const session = Math.floor(random() * traces.length);
    const kind = random();
    const start = BigInt(startMs + index) * 1_000_000n;
    return {
      traceId: traces[session],
      spanId: bytes(8),
      parentSpanId: bytes(8),
      name: kind < 0.65 ? 'execute_tool' : 'chat',
      kind: 1,
      startTimeUnixNano: start.toString(),
      endTimeUnixNano: (start + 25_000_000n).toString(),
      attributes: Object.entries({
        ...(kind < 0.45 ? shell() : kind < 0.65 ? otherTool() : modelCall()),
        ...common(session, index),
      }).map(([key, value]) => ({
        key,
        value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
      })),
      status: { code: 1 },
    };
  };
  const result = () => prose(random() < 0.33 ? 1_000 + random() * 3_000 : 220);
  const tool = (name: string, callArguments: object) => ({
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': `call_${Math.floor(random() * 1e12).toString(36)}`,
    'gen_ai.tool.call.arguments': JSON.stringify(callArguments),
    'gen_ai.tool.call.result': result(),
    'gen_ai.tool.description': 'Runs what it is told in the project folder and gives back what came out',
  });
  const shell = () => tool('bash', { command: pick(COMMANDS), description: prose(40), timeout: 120_000 });
  const otherTool = () => tool('read_file', { file_path: `/home/dev/project/src/${pick(WORDS)}.ts`, limit: 200 });
  const modelCall = () => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'example-large-2',
    'gen_ai.response.model': 'example-large-2-0901',
    'gen_ai.usage.input_tokens': Math.floor(random() * 60_000),
    'gen_ai.usage.output_tokens': Math.floor(random() * 2_000),
    'gen_ai.response.id': `resp_${Math.floor(random() * 1e12).toString(36)}`,
    'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: prose(420) }] }]),
  });
  const common = (session: number, index: number) => ({
    'gen_ai.provider.name': 'example',
    'gen_ai.conversation.id': `9f3c2b1a-0000-4000-8000-${String(seed).padStart(11, '0')}${session}`,
    'gen_ai.agent.name': 'coding-agent',
    'gen_ai.agent.id': `agent-${session}`,
    'server.address': 'model.example.net',
    'server.port': 443,
    'session.sequence': index,
    'user.id': 'b1946ac92492d2347c6235b4d2611184',
    'terminal.type': 'xterm-256color',
    'app.entrypoint': 'cli',
    'thread.id': 1,
  });
  return encodeOtlp('traces', {
    resourceSpans: [
      {
        resource: {
          attributes: [
            { key: 'service.name', value: { stringValue: 'coding-agent' } },
            { key: 'service.version', value: { stringValue: '1.4.2' } },
            { key: 'host.name', value: { stringValue: 'dev-laptop-7' } },
          ],
        },
        scopeSpans: [
          { scope: { name: 'example.coding-agent', version: '1' }, spans: Array.from({ length: spans }, span) },
        ],
      },
    ],
  });
}
