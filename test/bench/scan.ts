/** `gander scan` over made transcripts of ordinary work: every command is another, so that nothing is answered from a cache. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOf } from '../../cli/scan/files';
import { scan } from '../../cli/scan/scan';
import { loadConfig } from '../../platform/config';
import type { Bench, Figure } from './figure';
import { seeded } from './standard-load';

const SESSIONS = 200;
const STEPS = 100;
const START_MS = Date.UTC(2026, 0, 5, 10);

const TEMPLATES: readonly ((name: string) => [string, object])[] = [
  (name) => ['Bash', { command: `npm test -- --runInBand src/${name}.test.ts 2>&1 | tail -40` }],
  (name) => ['Bash', { command: `git add src/${name}.ts && git commit -m "Fix ${name}" && git status --short` }],
  (name) => ['Bash', { command: `rg -n "${name}" src | head -20; for f in src/${name}*; do wc -l "$f"; done` }],
  (name) => [
    'Bash',
    { command: `cat > scripts/${name}.sh <<'EOF'\nset -e\necho ${name}\nEOF\nbash scripts/${name}.sh` },
  ],
  (name) => ['Read', { file_path: `/home/dev/shop/src/${name}.ts` }],
  (name) => ['Edit', { file_path: `/home/dev/shop/src/${name}.ts`, old_string: `a ${name}`, new_string: `b ${name}` }],
  (name) => [
    'Write',
    { file_path: `/home/dev/shop/src/${name}.py`, content: `import json\nprint("${name}")\n`.repeat(20) },
  ],
  (name) => ['Grep', { pattern: name, path: '/home/dev/shop/src' }],
];

/** One session as Claude Code writes it: a line for each call and one for its result. */
function transcript(session: number): string {
  const random = seeded(session + 1);
  const lines: object[] = [];
  for (let step = 0; step < STEPS; step++) {
    const name = `part${Math.floor(random() * 1e9).toString(36)}`;
    const template = TEMPLATES[Math.floor(random() * TEMPLATES.length)];
    const [tool, input] = template?.(name) ?? ['Bash', { command: 'ls' }];
    const at = (ms: number) => new Date(START_MS + session * 3_600_000 + step * 4_000 + ms).toISOString();
    const common = { sessionId: `s-${session}`, isSidechain: false, cwd: '/home/dev/shop', version: '2.1.329' };
    const id = `toolu_${session}_${step}`;
    const output = `${name} line of output\n`.repeat(10 + Math.floor(random() * 100));
    lines.push(
      {
        ...common,
        type: 'assistant',
        timestamp: at(0),
        message: { content: [{ type: 'tool_use', id, name: tool, input }] },
      },
      {
        ...common,
        type: 'user',
        timestamp: at(1_000),
        message: { content: [{ type: 'tool_result', tool_use_id: id, content: output, is_error: false }] },
        toolUseResult: { stdout: output, stderr: '', interrupted: false },
      },
    );
  }
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

async function measure(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-bench-scan-'));
  try {
    for (let session = 0; session < SESSIONS; session++)
      writeFileSync(join(folder, `s-${session}.jsonl`), transcript(session));
    const files = await filesOf([folder]);
    const config = loadConfig({ env: {} });
    let alerts = 0;
    await scan(files.slice(0, 20), config, () => (alerts += 1));
    const start = performance.now();
    const cpuBefore = process.cpuUsage();
    const { steps } = await scan(files, config, () => (alerts += 1));
    const seconds = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuSeconds = (user + system) / 1e6;
    const memory = process.resourceUsage().maxRSS / 1_024;
    return [
      {
        what: 'wall, all cores',
        value: steps / seconds,
        unit: 'steps/s',
        goal: { atLeast: 5_000 },
        note: `${alerts} alerts`,
      },
      { what: 'CPU of one core', value: steps / cpuSeconds, unit: 'steps/s' },
      { what: 'memory at most', value: memory, unit: 'MiB' },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const scanBench: Bench = {
  title: `gander scan: ${SESSIONS} transcripts of ${STEPS} steps, detectors of single sessions`,
  measure,
};
