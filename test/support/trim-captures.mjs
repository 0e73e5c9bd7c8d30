// Makes the fixtures of the agent programs' dialects from recorded runs: `node test/support/trim-captures.mjs <captures folder>`.
// Keeps chosen steps and one of each other kind of record, shortens long texts, and leaves out what vendors wrote (prompts, descriptions).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const target = resolve(import.meta.dirname, '../../collector/dialects/fixtures');
const MAX_BYTES = 60 * 1024;

const suspicious = [1, 2, 3, 5, 7, 10, 13];
const benign = [0, 2, 3, 7, 11, 12, 13, 14, 16];
const runs = {
  'claude-code': {
    'benign-full': ['claude-code-2.1.329/benign-full', [2, 5, 11, 12, 13]],
    'benign-traces': ['claude-code-2.1.329/benign-traces', [2, 11, 13]],
    'suspicious-full': ['claude-code-2.1.329/suspicious-full', [1, 2, 5, 6, 7, 13]],
    'suspicious-default': ['claude-code-2.1.329/suspicious-default', [1, 2, 3, 6]],
  },
  codex: {
    'benign-default': ['codex-0.169.0/benign-default-unknown-model', [...benign, 15]],
    'benign-full': ['codex-0.169.0/benign-full', [13]],
    'suspicious-full': ['codex-0.169.0/suspicious-full', suspicious],
  },
  'gemini-cli': {
    'benign-full': ['gemini-0.61.0/benign-full', [0, 3, 5, 11, 12, 13, 15]],
    'benign-noprompts': ['gemini-0.61.0/benign-noprompts', [0, 2, 13]],
    'suspicious-default': ['gemini-0.61.0/suspicious-default', suspicious],
  },
  'qwen-code': {
    'benign-full': ['qwen-0.24.4/benign-full', [0, 5, 11, 12, 13, 14]],
    'suspicious-default': ['qwen-0.24.4/suspicious-default', [1, 2, 3, 5, 10]],
  },
  opencode: {
    'benign-default': ['opencode-1.18.33/benign-default', [2, 5, 8, 9, 11, 12, 13, 14]],
    'suspicious-full': ['opencode-1.18.33/suspicious-full', suspicious],
  },
  copilot: {
    'benign-default': ['copilot-1.0.102/benign-default', [0, 2, 5, 11, 12, 13, 14]],
    'benign-full': ['copilot-1.0.102/benign-full', [0, 2, 5, 11, 12, 13, 14, 16]],
    'suspicious-full': ['copilot-1.0.102/suspicious-full', suspicious],
  },
};

// Text that vendors or their models wrote, or a whole conversation: its place is kept, with a text of ours.
const OURS =
  '[{"role":"model","parts":[{"functionCall":{"name":"run_shell_command","args":{"command":"cat ~/.ssh/id_rsa"}}}]}]';
const REPLACED = new Map([
  ['gen_ai.system_instructions', '"Be a good agent."'],
  ['gen_ai.tool.definitions', '[]'],
  ['gen_ai.tool.description', 'A tool.'],
  ['gen_ai.agent.description', 'An agent.'],
  ['request_text', OURS],
  ['response_text', OURS],
  ['ai.prompt', OURS],
  ['ai.prompt.tools', '[]'],
  ['github.copilot.context.skills', '[]'],
  ['phases', '[]'],
  ['execution_summary', 'One task.'],
]);
const CONVERSATION = /^(?:gen_ai\.(?:input|output)\.messages|ai\.prompt\.messages)$/;
const TOOL_SPANS = /^(?:tool_call|execute_tool|invoke_agent)/;

const tidy = (text) =>
  text
    .replace(/(?:long argument ){20,}/g, 'long argument '.repeat(12))
    .replace(/\/home\/agent\/work-[a-z-]+\/project/g, '/home/dev/project')
    .replace(/\/home\/agent\/work-[a-z-]+/g, '/home/dev')
    .replace(/\/home\/agent\/home-[a-z-]+/g, '/home/dev')
    .replace(/\.\.\/\.\.\/home-[a-z-]+\//g, '../')
    .replace(/\/home\/agent\/prefix/g, '/opt')
    .replace(/\bdecoy-user\b/g, 'dev');

const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 80)} [..] ${text.slice(-70)}`);

function shorten(text, key, name) {
  if (REPLACED.has(key)) return REPLACED.get(key);
  if (key === 'ai.prompt.messages') return lastMessage(text);
  if (CONVERSATION.test(key) && !TOOL_SPANS.test(name) && key.startsWith('gen_ai.input')) return OURS;
  const mark = /\.\.\.\[TRUNCATED: original length \d+\]$/.exec(text);
  if (mark) return text.replace(/"tool":\{.*?\},"response":/s, '"response":').slice(0, 700) + mark[0];
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object') return cut(text, 400);
    const slim = slimmed(value);
    return JSON.stringify(slim, null, /^[[{]\n/.test(text) ? 2 : undefined);
  } catch {
    return cut(text, 400);
  }
}

function slimmed(value) {
  if (typeof value === 'string') return cut(value, 360);
  if (Array.isArray(value)) return value.slice(0, 4).map(slimmed);
  if (typeof value !== 'object' || value === null) return value;
  const left = Object.entries(value).filter(
    ([key]) => !['tool', 'resultDisplay', 'invocation', 'display_', 'preview'].includes(key),
  );
  return Object.fromEntries(left.map(([key, item]) => [key, slimmed(item)]));
}

function lastMessage(text) {
  const messages = JSON.parse(text);
  const last = messages.at(-1);
  const first = { role: 'system', content: 'Be a good agent.' };
  return JSON.stringify([first, last.role === 'user' ? last : { role: last.role, content: [] }]);
}

function tidyValue(value, key, name) {
  if (value === null || typeof value !== 'object') return value;
  if ('stringValue' in value) return { stringValue: tidy(shorten(value.stringValue, key, name)) };
  if ('arrayValue' in value) {
    return { arrayValue: { values: (value.arrayValue.values ?? []).map((item) => tidyValue(item, key, name)) } };
  }
  return value;
}

// On every record, and nothing reads them.
const BORING =
  /^(?:code|thread|auth|anthropic|busy|idle|os|process\.runtime)\.|_ns$|^(?:terminal\.type|installation\.id|interactive|auth_type|originator|slug|extension_(?:name|id)|start_time|end_time|target|event\.timestamp|experiments|tool_name_safe|ttft_ms|first_content_ms|speed|network\.peer\..*)$/;

const tidyAttributes = (list, name) =>
  (list ?? [])
    .map(({ key, value }) => ({ key, value: tidyValue(value, key, name) }))
    .filter(({ key }) => !BORING.test(key));

const plain = (list) => Object.fromEntries((list ?? []).map(({ key, value }) => [key, value?.stringValue ?? '']));

function stepOf(record) {
  const found = /(?:_|01)S(\d\d)x\d/.exec(JSON.stringify(record.attributes ?? []));
  return found ? Number(found[1]) : undefined;
}

// Kinds that tell something; of all others a few are kept, to show that they are passed over.
const TELLING =
  /^ai\.|agent|llm|interaction|chat|hook|schedule|POST|^claude_code|^codex\.|^gemini_cli|^qwen-code|^session|^gen_ai|created|evaluated|mcp_server|prompt|response|request/;
const MAX_OTHERS = 4;

// Spans and logs of one call without its id are found by what the kept ones say: parent spans, argument texts.
function chooser(steps, records) {
  const seen = new Map();
  let others = 0;
  const parents = new Set(records.filter((one) => steps.includes(stepOf(one))).map((one) => one.parentSpanId));
  const spans = new Set(records.filter((one) => steps.includes(stepOf(one))).map((one) => one.spanId));
  return (record, kind) => {
    const step = stepOf(record);
    const isTool =
      /tool_call$|tool_result$|^claude_code\.tool|^execute_tool|^ai\.toolCall$|^Tool\.execute$|tool_decision$|qwen-code\.tool/.test(
        kind,
      );
    if (isTool && step !== undefined) return steps.includes(step);
    if (kind === 'gemini_cli.tool_call') return parents.has(record.spanId);
    if (kind === 'claude_code.tool.blocked_on_user') return spans.has(record.parentSpanId);
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    if (
      !TELLING.test(kind) ||
      /^codex\.(?!conv|user|tool|api|sse_event\.tokens|turn_ttft|sse_event\.response\.completed)|^mcp\.|^run_|_hooks?$|hooks_|stream_|step_context/.test(
        kind,
      )
    ) {
      others += count === 1 ? 1 : 0;
      return count === 1 && others <= MAX_OTHERS;
    }
    const often =
      kind === 'evaluated'
        ? 24
        : /agent|subagent|invoke|created|connection|conversation_starts|user_prompt|sse_event.tokens/.test(kind)
          ? 3
          : 1;
    return count <= often;
  };
}

function kindOf(record, signal) {
  if (signal !== 'logs') return record.name;
  const attributes = plain(record.attributes);
  const body = record.body?.arrayValue?.values?.[0]?.stringValue ?? '';
  const tokens = 'input_token_count' in attributes ? '.tokens' : '';
  return `${attributes['event.name'] || body || 'log'}${attributes['event.kind'] ? `.${attributes['event.kind']}` : ''}${tokens}`.replace(
    /sse_event\..*\.tokens/,
    'sse_event.tokens',
  );
}

function read(folder) {
  const files = readdirSync(folder)
    .filter((file) => /-(?:logs|traces|metrics)\.decoded\.json(?:\.br)?$/.test(file))
    .sort();
  return files.map((file) => {
    const bytes = readFileSync(join(folder, file));
    const text = file.endsWith('.br') ? brotliDecompressSync(bytes).toString() : bytes.toString();
    return { signal: /-(logs|traces|metrics)\./.exec(file)[1], body: JSON.parse(text) };
  });
}

const SHAPES = {
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};

function tidyRecord(record, signal, kind) {
  if (signal === 'metrics') return tidyMetric(record);
  const slim = { ...record, attributes: tidyAttributes(record.attributes, kind) };
  delete slim.droppedAttributesCount;
  delete slim.droppedEventsCount;
  delete slim.droppedLinksCount;
  if (slim.body !== undefined && slim.body !== null) slim.body = tidyValue(slim.body, 'body', kind);
  if (slim.events) {
    slim.events = slim.events
      .filter(({ name }) => !/sandbox|attempt|hook/.test(name))
      .map((event) => ({ ...event, attributes: tidyAttributes(event.attributes, event.name) }));
  }
  if (slim.status?.message) slim.status = { ...slim.status, message: tidy(slim.status.message) };
  return slim;
}

function tidyMetric(metric) {
  const slim = structuredClone(metric);
  delete slim.description;
  for (const data of [slim.sum, slim.gauge, slim.histogram]) {
    if (!data?.dataPoints) continue;
    data.dataPoints = data.dataPoints
      .slice(0, CHOSEN_POINTS.test(metric.name) ? 4 : 1)
      .map(({ bucketCounts, explicitBounds, exemplars, ...point }) => point);
  }
  return slim;
}

const CHOSEN_POINTS = /token|usage/;
const CHOSEN_METRICS =
  /session\.count|token\.usage|cost\.usage|cpu\.usage|memory\.usage|turn\.token_usage|inference\.usage|tool\.call(?:\.count)?$/;

function trim(folder, steps) {
  const requests = read(folder);
  const all = requests.flatMap(({ signal, body }) => {
    const [outer, middle, inner] = SHAPES[signal];
    return (body[outer] ?? []).flatMap((one) => (one[middle] ?? []).flatMap((scope) => scope[inner] ?? []));
  });
  const choose = chooser(steps, all);
  return requests.map(({ signal, body }) => {
    const [outer, middle, inner] = SHAPES[signal];
    const kept = (body[outer] ?? []).map((one) => ({
      resource: { attributes: tidyAttributes(one.resource?.attributes, 'resource') },
      [middle]: (one[middle] ?? [])
        .map((scope) => ({
          scope: scope.scope,
          [inner]: (scope[inner] ?? [])
            .map((record) => ({ record, kind: kindOf(record, signal) }))
            .filter(({ record, kind }) => (signal === 'metrics' ? CHOSEN_METRICS.test(kind) : choose(record, kind)))
            .map(({ record, kind }) => tidyRecord(record, signal, kind)),
        }))
        .filter((scope) => scope[inner].length > 0),
    }));
    return { signal, body: { [outer]: kept.filter((one) => one[middle].length > 0) } };
  });
}

const captures = process.argv[2];
if (captures === undefined) throw new Error('usage: node test/support/trim-captures.mjs <captures folder>');
let total = 0;
for (const [agent, named] of Object.entries(runs)) {
  mkdirSync(join(target, agent), { recursive: true });
  for (const [name, [folder, steps]] of Object.entries(named)) {
    const requests = trim(join(captures, folder, 'otlp'), steps).filter(
      ({ body }) => Object.values(body)[0].length > 0,
    );
    const text = `[\n${requests.map((request) => JSON.stringify(request).replace(/,\{"(traceId|timeUnixNano|observedTimeUnixNano)"/g, ',\n{"$1"')).join(',\n')}\n]\n`;
    writeFileSync(join(target, agent, `${name}.json`), text);
    total += text.length;
    console.log(`${agent}/${name}`, text.length, text.length > MAX_BYTES ? 'TOO LARGE' : '');
  }
}
console.log('total', total);
