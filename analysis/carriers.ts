/** Files that hold commands for another program to run: recipes, package scripts, images, services, timetables, start files of shells. */
import { cronCommands } from './shell/run/timetable';
import { literal } from './shell/expand/value';

interface Carrier {
  path: RegExp;
  /** Shell text of the commands; `wanted` are the names of the scripts that are run, where the file has several. */
  read(content: string, wanted: readonly string[]): string;
  /** Nobody need name it: the system, the shell or git runs it sooner or later. */
  byItself?: true;
}

/** Longest content that is read, and most lines. */
const MAX_CONTENT = 64 * 1024;
const MAX_LINES = 2_000;

const FOREIGN = /^#!\s?(?:\S{0,100}\/)?(?:env\s+)?(python[\d.]{0,5}|perl|ruby|node|php)\b/;

/** A start file or hook: shell text, or that of the interpreter which its first line names. */
function script(content: string): string {
  const interpreter = FOREIGN.exec(content.slice(0, 200))?.[1];
  return interpreter === undefined ? content : `${interpreter} <<'END OF FILE'\n${content}\nEND OF FILE`;
}

const CARRIERS: readonly Carrier[] = [
  { path: /^\/etc\/cron(?:tab$|\.d\/)|^\/var\/spool\/cron\//, read: timetable, byItself: true },
  {
    path: /\/systemd\/(?:system|user)\/[^/]{1,200}\.service$/,
    read: (content) => keyed(content, SERVICE),
    byItself: true,
  },
  { path: /\/autostart\/[^/]{1,200}\.desktop$/, read: (content) => keyed(content, /^Exec=(.+)$/), byItself: true },
  {
    path: /^(?:~|\/root|\/home\/[^/]{1,60}|\/Users\/[^/]{1,60})\/\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|kshrc|cshrc|xprofile|xinitrc|xsessionrc)$/,
    read: script,
    byItself: true,
  },
  {
    path: /^\/etc\/(?:profile|bash\.bashrc|zsh\/\w{1,20}|profile\.d\/[^/]{1,100}\.sh|rc\.local|init\.d\/[^/]{1,100}|cron\.(?:hourly|daily|weekly|monthly)\/[^/]{1,100}|update-motd\.d\/[^/]{1,100})$|\/\.git\/hooks\/[\w-]{1,60}$|\/\.husky\/[\w-]{1,60}$/,
    read: script,
    byItself: true,
  },
  { path: /\/\.ssh\/rc$/, read: script, byItself: true },
  {
    path: /\/\.ssh\/authorized_keys2?$/,
    read: (content) => keyed(content, /^.{0,400}?command="((?:[^"\\]|\\.){1,4000})"/),
    byItself: true,
  },
  { path: /\/Launch(?:Agents|Daemons)\/[^/]{1,200}\.plist$/, read: propertyList, byItself: true },
  {
    path: /\/\.claude\/settings(?:\.local)?\.json$|\/\.(?:vscode\/tasks|cursor\/hooks|devcontainer\/devcontainer)\.json$/,
    read: hooks,
    byItself: true,
  },
  {
    path: /\/\.(?:github|gitea|forgejo)\/workflows\/[^/]{1,200}\.ya?ml$|\/\.gitlab-ci\.ya?ml$/,
    read: yaml,
    byItself: true,
  },
  { path: /(?:^|\/)(?:GNUmakefile|[Mm]akefile|[^/]{1,100}\.mk)$/, read: recipes },
  { path: /(?:^|\/)package\.json$/, read: packageScripts },
  { path: /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]{1,60})?$|\.dockerfile$/, read: image },
  { path: /\.ya?ml$/, read: yaml },
  { path: /(?:^|\/)[Jj]ustfile$/, read: (content) => keyed(content, /^\s+[@-]{0,2}(\S.{0,4000})$/) },
  { path: /(?:^|\/)crontab[^/]{0,60}$|\.cron$/, read: timetable },
];

/** Commands that a file of this name holds, as shell text; undefined when files of this name hold none. */
export function commandsIn(path: string, content: string, wanted: readonly string[] = []): string | undefined {
  return CARRIERS.find((one) => one.path.test(path))?.read(content.slice(0, MAX_CONTENT), wanted);
}

/** Whether what is written to this path will be run without anyone naming it. */
export function runsByItself(path: string): boolean {
  return CARRIERS.find((one) => one.path.test(path))?.byItself === true;
}

const lines = (content: string): string[] => content.split('\n', MAX_LINES);

const SERVICE = /^Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload)=[-@:+!]{0,3}(.+)$/;

function keyed(content: string, key: RegExp): string {
  return lines(content)
    .flatMap((line) => key.exec(line.slice(0, 8_000))?.[1] ?? [])
    .join('\n');
}

/** `ProgramArguments` of a property list, as words. */
function propertyList(content: string): string {
  const from = content.indexOf('<key>ProgramArguments</key>');
  const list = from < 0 ? '' : content.slice(from, content.indexOf('</array>', from));
  const items = [...list.matchAll(/<string>([^<]{0,4000})<\/string>/g)].map(([, item = '']) => entities(item));
  return items.map(quoted).join(' ');
}

const entities = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const quoted = (item: string): string => `'${item.replaceAll("'", `'\\''`)}'`;

/** Commands of hooks and tasks in JSON. */
function hooks(content: string): string {
  const pairs = content.matchAll(/"(?:command|\w{2,20}Command)"\s{0,8}:\s{0,8}"((?:[^"\\\n]|\\.){0,4000})"/g);
  return [...pairs].map(([, text = '']) => text.replace(/\\(["\\/])/g, '$1').replace(/\\n/g, '\n')).join('\n');
}

/** A table of `cron`; those of the system name the user before the command. */
function timetable(content: string): string {
  return cronCommands(literal(content))
    .map(({ text }) => text.replace(/^(?:root|www-data|nobody|ubuntu|admin)[ \t]+/, ''))
    .join('\n');
}

/** Recipe lines begin with a tab; `@`, `-` and `+` are signs to make, `$$` is a dollar sign. */
function recipes(content: string): string {
  return lines(content)
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.replace(/^\t[@+\s-]{0,8}/, '').replaceAll('$$', '$'))
    .join('\n');
}

const BY_INSTALL: readonly string[] = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];

/** Values of `scripts`, of the wanted names only; those of an installation when none is named. */
function packageScripts(content: string, wanted: readonly string[]): string {
  const at = content.indexOf('"scripts"');
  if (at < 0) return '';
  const names = wanted.length > 0 ? wanted.flatMap((name) => [`pre${name}`, name, `post${name}`]) : BY_INSTALL;
  const pairs = content.slice(at).matchAll(/"([\w:.-]{1,80})"\s{0,8}:\s{0,8}"((?:[^"\\\n]|\\.){0,4000})"/g);
  return [...pairs]
    .filter(([, name = '']) => names.includes(name))
    .map(([, , text = '']) => text.replace(/\\(["\\/])/g, '$1').replace(/\\n/g, '\n'))
    .join('\n');
}

/** `RUN`, `CMD` and `ENTRYPOINT` of an image, lines that go on put together. */
function image(content: string): string {
  return lines(content.replace(/\\\r?\n/g, ' '))
    .flatMap((line) => /^\s{0,8}(?:RUN|CMD|ENTRYPOINT)\s+(.+)$/i.exec(line)?.[1] ?? [])
    .map((text) => (text.startsWith('[') ? words(text) : text.replace(/^(?:--[\w-]{1,20}=\S{1,200}\s+)+/, '')))
    .join('\n');
}

/** The items of a flow list, quoted for the shell. */
function words(text: string): string {
  const items = text.matchAll(/"((?:[^"\\]|\\.){0,8000})"|'((?:[^']|''){0,8000})'|([^\s,[\]"'][^,\]]{0,2000})/g);
  return [...items]
    .map(
      ([, double, single, plain]) =>
        double?.replace(/\\(["\\/])/g, '$1') ?? single?.replaceAll("''", "'") ?? plain?.trim() ?? '',
    )
    .map(quoted)
    .join(' ');
}

const KEY =
  /^(\s{0,40})(?:-\s{1,4})?(?:ansible\.builtin\.)?(run|script|before_script|after_script|cmds?|shell|raw|image|entrypoint|command|args):[ \t]{0,8}(.*)$/;
/** Keys whose value is shell text wherever they stand. */
const TEXT = /^(?:run|.{0,7}script|cmds?|shell|raw)$/;

/** Steps of a pipeline as they are; a container with its image, as `docker run image words`. */
function yaml(content: string): string {
  const all = lines(content);
  const found: string[] = [];
  let container: string | undefined;
  const finish = () => {
    if (container !== undefined) found.push(container);
    container = undefined;
  };
  all.forEach((line, at) => {
    const [, indent = '', key, rest = ''] = KEY.exec(line.slice(0, 8_000)) ?? [];
    if (key === undefined) return;
    if (key === 'image') {
      finish();
      container = `docker run ${words(rest)}`;
      return;
    }
    const value = valueAt(all, at, indent.length, rest.trim(), TEXT.test(key));
    if (TEXT.test(key)) found.push(value);
    else if (container === undefined) found.push(value);
    else container += ` ${value}`;
  });
  finish();
  return found.join('\n');
}

/** A value on the line, in a block below it, or as a list below it. */
function valueAt(all: readonly string[], at: number, indent: number, rest: string, isScript: boolean): string {
  if (rest.startsWith('[')) return words(rest);
  if (rest !== '' && !/^[|>][-+\d]{0,2}(?:\s+#.*)?$/.test(rest)) return rest.replace(/^(["'])(.*)\1$/, '$2');
  const below: string[] = [];
  for (let next = at + 1; next < Math.min(all.length, at + 200); next++) {
    const line = all[next] ?? '';
    const own = line.length - line.trimStart().length;
    const item = /^\s*-\s/.test(line);
    if (line.trim() !== '' && own <= indent && !(rest === '' && item && own === indent)) break;
    below.push(line.trim());
  }
  if (rest !== '') return below.join('\n');
  const items = below.flatMap((line) => /^-\s+(.*)$/.exec(line)?.[1] ?? []);
  return isScript
    ? items.join('\n')
    : words(`[${items.map((item) => item.replace(/^(?!["'])(.*)$/, (all) => JSON.stringify(all))).join(',')}]`);
}
