/** Speed of the shell parser and of the analysis on top of it: a mix of commands as agents send them, and the dearest 64 KB known. */
import { analyseCommand, parseShell } from '../../analysis/shell';
import { sampleShellPrograms } from '../support/shell-programs';
import { worstShellTexts } from '../support/shell-worst';
import type { Bench, Figure } from './figure';
import { bestMs, cpuMicros } from './measure';
import { seeded } from './standard-load';

const MIX = 2_000;
const WORST = 64 * 1024;
/** Texts that are printed one by one: the dearest of all. */
const SHOWN = 5;

const TEMPLATES: readonly ((name: string, random: () => number) => string)[] = [
  (name) => `cd /home/dev/${name} && git status --short && git diff --stat`,
  (name) => `npm test -- --runInBand src/${name}.test.ts 2>&1 | tail -40`,
  (name) => `rg -n "${name}" src --glob '!dist' | head -50`,
  (name) => `sed -n '1,120p' src/${name}.ts`,
  (name) =>
    `cat > src/${name}.ts <<'EOF'\nexport const ${name} = (value: string) => {\n  return value.trim();\n};\nEOF`,
  (name) => `python3 - <<'EOF'\nimport json\nprint(json.load(open("${name}.json"))["total"])\nEOF`,
  (name) => `for f in src/*.ts; do wc -l "$f"; done | sort -n | tail -5; echo "${name} done"`,
  (name) =>
    `export URL=http://localhost:3000; curl -sS -H "Accept: application/json" "$URL/${name}" | jq -r '.items[].id'`,
  (name) => `if [ -f ${name}.lock ]; then rm -f ${name}.lock; else echo "no lock" >&2; fi`,
  (name) => `git commit -m "$(cat <<'EOF'\nFix ${name}\n\nIt was wrong before.\nEOF\n)"`,
  (name) => `docker compose exec -T db psql -U app -c "select count(*) from ${name}"`,
  (name) => `find . -name '${name}*' -not -path './node_modules/*' -exec grep -l TODO {} +`,
  (name) => `echo ${Buffer.from(`ls -la /tmp/${name}`).toString('base64')} | base64 -d | bash`,
  (name) =>
    `sudo -u app env NODE_ENV=production timeout 30 node scripts/${name}.js --dry-run > /tmp/${name}.log 2>&1 &`,
];

/** Nine in ten as agents send them, the rest generated programs with every construct in them. */
export function agentCommands(count: number): string[] {
  const random = seeded(3);
  const odd = sampleShellPrograms(Math.ceil(count / 10), 3);
  return Array.from({ length: count }, (_, index) => {
    const template = TEMPLATES[Math.floor(random() * TEMPLATES.length)];
    const name = `part${Math.floor(random() * 1e6).toString(36)}`;
    return (index % 10 === 9 ? odd[(index - 9) / 10] : template?.(name, random)) ?? '';
  });
}

function measure(): Figure[] {
  const texts = agentCommands(MIX);
  const figure = (what: string, work: (text: string) => unknown): Figure => {
    const micros = cpuMicros((call) => work(texts[call % MIX] ?? ''));
    return { what, value: micros, unit: 'µs a command', note: `${Math.round(1e6 / micros)} /s` };
  };
  const worst = [...worstShellTexts(WORST)].map(([note, text]) => ({ note, ms: bestMs(() => analyseCommand(text)) }));
  worst.sort((a, b) => b.ms - a.ms);
  return [
    figure('parse', parseShell),
    figure('analyse', (text) => analyseCommand(text)),
    ...worst.slice(0, SHOWN).map(({ note, ms }, index): Figure => ({
      what: index === 0 ? `dearest of ${worst.length} texts of 64 KB` : '  next',
      value: ms,
      unit: 'ms',
      goal: { atMost: 5 },
      note,
    })),
  ];
}

export const shellBench: Bench = {
  title: `shell parser: ${MIX} commands as agents send them, always new; CPU of one core`,
  measure,
};
