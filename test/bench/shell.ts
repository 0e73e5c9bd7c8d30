/** Speed of the shell parser and of the analysis on top of it: a mix of commands as agents send them, and the dearest 64 KB known. */
import { analyseCommand, parseShell } from '../../analysis/shell';
import { sampleShellPrograms } from '../support/shell-programs';
import { worstShellTexts } from '../support/shell-worst';
import { seeded } from './standard-load';

const MIX = 2_000;
const ROUNDS = 25;
/** Rounds before measuring: the compiler's threads count as CPU too. */
const WARM_UP = 40;
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
function mix(count: number): string[] {
  const random = seeded(3);
  const odd = sampleShellPrograms(Math.ceil(count / 10), 3);
  return Array.from({ length: count }, (_, index) => {
    const template = TEMPLATES[Math.floor(random() * TEMPLATES.length)];
    const name = `part${Math.floor(random() * 1e6).toString(36)}`;
    return (index % 10 === 9 ? odd[(index - 9) / 10] : template?.(name, random)) ?? '';
  });
}

/** CPU microseconds of one call: the median of rounds over all texts. */
function cpuMicros(texts: readonly string[], work: (text: string) => unknown): number {
  const rounds = Array.from({ length: ROUNDS + WARM_UP }, () => {
    const before = process.cpuUsage();
    for (const text of texts) work(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / texts.length;
  });
  return rounds.slice(WARM_UP).sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
}

/** CPU milliseconds of one analysis, the best of twelve after warming up: what is left is the work itself, not the neighbours. */
function bestMs(text: string): number {
  let best = Infinity;
  for (let round = 0; round < 12; round++) {
    const before = process.cpuUsage();
    analyseCommand(text);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

/** Prints parses and analyses per second of one core, and milliseconds of the dearest 64 KB. Takes about 10 s. */
export function benchShell(print: (line: string) => void = console.log): void {
  const texts = mix(MIX);
  const length = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length);
  const figure = (name: string, work: (text: string) => unknown) => {
    const micros = cpuMicros(texts, work);
    print(`  ${name.padEnd(8)} ${micros.toFixed(2)} µs a command, ${Math.round(1e6 / micros)} /s`);
  };
  print(`shell: ${MIX} commands of ${length} characters; CPU of one core`);
  figure('parse', parseShell);
  figure('analyse', (text) => analyseCommand(text));
  const worst = [...worstShellTexts(WORST)].map(([name, text]) => ({ name, ms: bestMs(text) }));
  worst.sort((a, b) => b.ms - a.ms);
  print(`  dearest of ${worst.length} texts of 64 KB: ${(worst[0]?.ms ?? 0).toFixed(2)} ms`);
  for (const { name, ms } of worst.slice(0, SHOWN)) print(`    ${ms.toFixed(2)} ms  ${name}`);
}
