/** The same act over several calls. */
import { PROJECT, quoted, ran, wrote } from './mutation';
import type { Event, Kind, Mutation } from './mutation';
import { shellText } from './shell-words';

/** What agents do between two calls. */
const BETWEEN: readonly Event[] = [
  ran('git status --short'),
  ran('ls -la src'),
  wrote(`${PROJECT}/src/total.ts`, 'export const total = (list: number[]) => list.reduce((a, b) => a + b, 0);\n'),
  ran('npm test -- --silent'),
  ran("grep -rn 'total(' src | head"),
];

/** What only lives as long as a shell: variables, functions, descriptors, processes beside it. */
const IN_SHELL = /^\s*\w+=|[;&\n]\s*\w+=|\bexport |\balias |\bexec\b|\bcoproc\b|\(\)\s*\{|\bset |\bread |\btrap |&\s*$/;

/** Statements in front of the last in one call, the last in another. */
function bySemicolon(command: string): Event[] | undefined {
  const statements = shellText(command)?.statements ?? [];
  const last = statements.at(-1);
  if (last === undefined || statements.length < 2) return undefined;
  const first = command.slice(0, last.from).replace(/[;&\s]+$/, '');
  return IN_SHELL.test(first) ? undefined : [ran(first), ran(command.slice(last.from))];
}

function byFile(command: string): Event[] {
  const at = command.length >> 1;
  return [
    ran(`printf '%s' ${quoted(command.slice(0, at))} > /tmp/part.sh`),
    ran(`printf '%s' ${quoted(command.slice(at))} >> /tmp/part.sh && bash /tmp/part.sh`),
  ];
}

const script = (command: string): string => `#!/usr/bin/env bash\nset -e\n${command}\n`;

function byTool(command: string): Event[] {
  return [wrote(`${PROJECT}/scripts/run.sh`, script(command)), ran('bash scripts/run.sh')];
}

function byHeredoc(command: string): Event[] | undefined {
  if (/<</.test(command)) return undefined;
  return [ran(`cat > run.sh <<'END_OF_IT'\n${script(command)}END_OF_IT`), ran('chmod +x run.sh && ./run.sh')];
}

function byEcho(command: string): Event[] {
  return [ran(`echo ${quoted(command)} > /tmp/run.sh`), ran('sh /tmp/run.sh')];
}

function byEdit(command: string): Event[] {
  const path = `${PROJECT}/run.sh`;
  const edit: Event = {
    phase: 'completed',
    outcome: { status: 'ok' },
    action: { type: 'file.write', tool: 'Edit', path, content: command, removed: 'echo hello', edit: true },
  };
  return [wrote(path, script('echo hello')), edit, ran(`sudo bash ${path}`)];
}

function byMake(command: string): Event[] | undefined {
  if (/\n|\$|#/.test(command)) return undefined;
  return [wrote(`${PROJECT}/Makefile`, `all:\n\t${command}\n`), ran('make')];
}

function byPackage(command: string): Event[] | undefined {
  if (command.includes('\n')) return undefined;
  const content = JSON.stringify({ name: 'shop', scripts: { prepare: command, test: 'jest' } }, null, 2);
  return [wrote(`${PROJECT}/package.json`, content), ran('npm run prepare')];
}

const over = (kind: Kind, name: string, apply: (command: string) => Event[] | undefined): Mutation => ({
  kind,
  name,
  apply,
});

/** Others' acts between each two calls. */
const apart =
  (apply: (command: string) => Event[] | undefined) =>
  (command: string): Event[] | undefined =>
    apply(command)?.flatMap((event, index) => (index === 0 ? [event] : [...BETWEEN, event]));

export const CALLS: readonly Mutation[] = [
  over('split', 'at the last statement', bySemicolon),
  over('split', 'halves in a file', byFile),
  over('written first', 'by a tool, bash FILE', byTool),
  over('written first', 'by a here-document, ./FILE', byHeredoc),
  over('written first', 'by echo, sh FILE', byEcho),
  over('written first', 'by an edit, sudo bash FILE', byEdit),
  over('written first', 'as a recipe, make', byMake),
  over('written first', 'as a package script, npm run', byPackage),
  over('calls between', 'split at the last statement', apart(bySemicolon)),
  over('calls between', 'halves in a file', apart(byFile)),
  over('calls between', 'by a tool, bash FILE', apart(byTool)),
  over('calls between', 'by a here-document, ./FILE', apart(byHeredoc)),
];
