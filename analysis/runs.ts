/** Which files of the session an invocation runs, builds or obeys: scripts, sources, recipes, images. */
import type { Invocation } from '../contracts/shell';
import { languageOfFile, languageOfProgram } from './code/facts';
import { languageOfText } from './code/guess';
import { commandsIn } from './carriers';
import { spellingsOf } from './paths';
import type { Surroundings } from './paths';

/** Files by resolved path. */
export interface Written {
  readonly size: number;
  keys(): Iterable<string>;
  get(path: string): { readonly content: string } | undefined;
}

/** Text that is run: a shell's, or one of another language. */
export interface Run {
  given: string;
  content: string;
  language: string;
  /** Runs elsewhere than on this host. */
  remote?: Invocation['remote'];
}

/** A file that may be run, with what is known of its language. */
interface Candidate {
  given: string;
  language?: string;
  /** Holds commands for another program: the name by which such files are known, and which of the commands. */
  carrier?: { like: string; wanted?: readonly string[] };
  remote?: Invocation['remote'];
}

const SOURCE = /\.(?:c|cc|cpp|cxx|c\+\+|m|rs|go|java|kt|kts|cs|scala|groovy|dart|cr)$/;
const SHELL = /^(?:ba|da|z|k|a|mk)?sh$|^(?:source|\.|rbash)$/;
/** Most files that are looked for, per invocation. */
const MAX_CANDIDATES = 6;

/**
 * What an invocation runs of the files that the session wrote, in earlier calls or in this very text (`here`). Scripts that the text
 * writes and runs are followed by the shell analysis itself.
 */
export function runsOf(invocation: Invocation, place: Surroundings, written: Written, here: Written): Run[] {
  const around = invocation.cwd === undefined ? place : { ...place, cwd: invocation.cwd };
  return candidates(invocation)
    .slice(0, MAX_CANDIDATES)
    .flatMap((one): Run[] => {
      const typed = one.carrier && /^(?:-|\/dev\/stdin)$/.test(one.given) ? invocation.stdin : undefined;
      const content =
        typed ??
        spellingsOf(one.given, around)
          .map(
            (path) =>
              (one.carrier || SOURCE.test(path) ? here.get(path) : undefined)?.content ?? written.get(path)?.content,
          )
          .find((text) => text !== undefined && text !== '') ??
        somewhere(one.given, around, written);
      return content === undefined ? [] : textOf(one, content);
    });
}

/** Files that are looked through by the end of their path. */
const MAX_LOOKED_THROUGH = 500;

/** Many agents do not tell the folder that a command runs in: a relative path is then the newest file that ends so. */
function somewhere(given: string, { cwd, project }: Surroundings, written: Written): string | undefined {
  const end = given.replace(/^\.\//, '');
  if (
    cwd !== undefined ||
    project !== undefined ||
    written.size > MAX_LOOKED_THROUGH ||
    !/^[\w@][\w@./-]{2,400}$/.test(end)
  )
    return undefined;
  let found: string | undefined;
  for (const path of written.keys()) if (path.endsWith(`/${end}`)) found = path;
  return found === undefined ? undefined : written.get(found)?.content;
}

function textOf({ given, language, carrier, remote }: Candidate, content: string): Run[] {
  const elsewhere = remote === undefined ? {} : { remote };
  if (carrier !== undefined) {
    const commands = commandsIn(carrier.like, content, carrier.wanted) ?? '';
    return commands === '' ? [] : [{ given, content: commands, language: 'shell', ...elsewhere }];
  }
  return [
    { given, content, language: languageOfText(content) ?? language ?? languageOfFile(given, content) ?? 'shell' },
  ];
}

function candidates(invocation: Invocation): Candidate[] {
  const { program, path, args, code } = invocation;
  const special = TOOLS.get(program)?.(args.map(({ text }) => text));
  if (special) return special;
  const language = SHELL.test(program) ? 'shell' : languageOfProgram(program);
  if (language === undefined) return path.includes('/') ? [{ given: path }] : [];
  return code === undefined || code.length === 0 ? operandOf(program, args, language) : [];
}

/** `bash x`, `. x`, `python x`, `python -m x`. */
function operandOf(program: string, args: Invocation['args'], language: string): Candidate[] {
  const module = args.findIndex(({ text }) => text === '-m');
  if (module >= 0 && language === 'python') {
    const name = args[module + 1]?.text.replaceAll('.', '/') ?? '';
    return [`${name}.py`, `${name}/__main__.py`].map((given) => ({ given, language }));
  }
  const takesCode = args.some(({ text }) => /^-[a-z]{0,6}[ce]$|^-m$/i.test(text));
  const operands = args.filter(({ text }) => !/^[-+]/.test(text) && text !== 'run');
  const first = operands.find(({ text }) => /[./]/.test(text)) ?? operands[0];
  if (first?.known !== true || takesCode) return [];
  // `node x` is `node x.js`.
  const bare = language === 'javascript' && !/\.\w{1,4}$/.test(first.text);
  return [first.text, ...(bare ? [`${first.text}.js`] : [])].map((given) => ({ given, language }));
}

type Tool = (words: readonly string[]) => Candidate[] | undefined;

const sources: Tool = (words) => words.filter((word) => SOURCE.test(word)).map((given) => ({ given }));

/** Sources named, or the one where a project of this kind begins. */
const project =
  (begins: string, verbs: RegExp): Tool =>
  (words) => {
    if (!verbs.test(words.find((word) => !word.startsWith('-')) ?? '')) return undefined;
    const named = sources(words) ?? [];
    return named.length > 0 ? named : [{ given: begins }];
  };

const after = (words: readonly string[], option: RegExp): string | undefined => {
  const at = words.findIndex((word) => option.test(word));
  return at < 0 ? undefined : words[at + 1];
};

const make: Tool = (words) => {
  const folder = after(words, /^(?:-C|--directory)$/);
  const named = after(words, /^(?:-f|--file|--makefile)$/);
  const files = named === undefined ? ['Makefile', 'makefile', 'GNUmakefile'] : [named];
  return files.map((file) => ({
    given: folder === undefined ? file : `${folder}/${file}`,
    carrier: { like: 'Makefile' },
  }));
};

const PACKAGE: Candidate = { given: 'package.json', carrier: { like: 'package.json' } };

/** `npm run x`, `npm test`, `npm install`. */
const packages: Tool = (words) => {
  const [verb = 'install', name] = words.filter((word) => !word.startsWith('-'));
  if (/^(?:i|install|ci|add|rebuild|publish|pack)$/.test(verb)) return [PACKAGE];
  const script = /^(?:run|run-script|exec)$/.test(verb) ? name : verb;
  if (script === undefined || script.includes('.')) return undefined;
  return [{ given: 'package.json', carrier: { like: 'package.json', wanted: [script] } }];
};

const CONTAINERS = { like: 'containers.yaml' };
const COMPOSE = ['docker-compose.yml', 'compose.yaml', 'compose.yml', 'docker-compose.yaml'];

/** `docker build`, `docker compose up`. */
const docker: Tool = (words) => {
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  const compose = first === 'compose' ? words.slice(words.indexOf('compose') + 1) : undefined;
  if (compose) return composed(compose);
  const verb = first === 'buildx' || first === 'image' ? second : first;
  if (verb !== 'build') return undefined;
  const folder = words.at(-1) ?? '.';
  const file = after(words, /^(?:-f|--file)$/) ?? `${/^[\w.~/-]{1,400}$/.test(folder) ? folder : '.'}/Dockerfile`;
  return [{ given: file, carrier: { like: 'Dockerfile' }, remote: { kind: 'docker', target: file } }];
};

const composed: Tool = (words) => {
  if (!words.some((word) => /^(?:up|run|create|start|build)$/.test(word))) return undefined;
  const named = after(words, /^(?:-f|--file)$/);
  return (named === undefined ? COMPOSE : [named]).map((given) => ({
    given,
    carrier: CONTAINERS,
    remote: { kind: 'docker', target: given },
  }));
};

const kubectl: Tool = (words) => {
  if (!words.some((word) => /^(?:apply|create|replace)$/.test(word))) return undefined;
  const given = after(words, /^(?:-f|--filename)$/);
  return given === undefined ? undefined : [{ given, carrier: CONTAINERS, remote: { kind: 'kubectl', target: given } }];
};

const crontab: Tool = (words) => {
  const file = words.find((word) => !word.startsWith('-'));
  return file === undefined ? undefined : [{ given: file, carrier: { like: '/etc/crontab' } }];
};

/** Test runners: the files named, and those that they load by themselves. */
const tests =
  (...loaded: readonly string[]): Tool =>
  (words) => {
    const named = words
      .map((word) => word.replace(/::.*$/, ''))
      .filter((word) => /\.(?:py|[cm]?[jt]sx?|rb)$/.test(word));
    return [...named, ...loaded].map((given) => ({ given }));
  };

/** `pip install .` runs the project's own setup. */
const pip: Tool = (words) =>
  words[0] === 'install' && words.some((word) => /^\.{1,2}(?:\/|$|\[)/.test(word))
    ? [{ given: 'setup.py' }]
    : undefined;

const playbook: Tool = (words) =>
  words
    .filter((word) => /\.ya?ml$/.test(word))
    .map((given) => ({ given, carrier: CONTAINERS, remote: { kind: 'ansible', target: given } }));

const BUILDERS =
  'gcc cc clang g++ c++ clang++ tcc musl-gcc x86_64-linux-gnu-gcc rustc javac java kotlinc kotlin scala scalac csc mcs csi rust-script';

const TOOLS: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  ...BUILDERS.split(' ').map((name): [string, Tool] => [name, sources]),
  ['go', project('main.go', /^(?:run|build|install)$/)],
  ['cargo', project('src/main.rs', /^(?:run|build|install|r|b)$/)],
  ['dotnet', project('Program.cs', /^(?:run|build|publish|watch)$/)],
  ['dart', project('bin/main.dart', /^(?:run|compile|.{1,400}\.dart)$/)],
  ['crystal', project('src/main.cr', /^(?:run|build|.{1,400}\.cr)$/)],
  ['pytest', tests('conftest.py')],
  ...['jest', 'vitest', 'mocha', 'ava', 'tsx', 'ts-node', 'rspec'].map((name): [string, Tool] => [name, tests()]),
  ['pip', pip],
  ['pip3', pip],
  ['just', () => ['justfile', 'Justfile'].map((given) => ({ given, carrier: { like: 'justfile' } }))],
  ['task', () => ['Taskfile.yml', 'Taskfile.yaml'].map((given) => ({ given, carrier: CONTAINERS }))],
  ['ansible-playbook', playbook],
  ['make', make],
  ['gmake', make],
  ['npm', packages],
  ['pnpm', packages],
  ['yarn', packages],
  ['bun', packages],
  ['docker', docker],
  ['podman', docker],
  ['docker-compose', composed],
  ['podman-compose', composed],
  ['kubectl', kubectl],
  ['oc', kubectl],
  ['crontab', crontab],
]);
