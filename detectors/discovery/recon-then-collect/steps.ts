/** The three steps: a search outside the project, reads there, and an archive or a copy of what was found. */
import type { EventAnalysis, ResolvedPath } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { UNKNOWN, argv, invocations } from '../../programs';

const SEARCHERS = /^(?:find|fd|fdfind|tree|du|locate|mdfind|rg|ag|ugrep|grep|egrep|ls|eza|exa)$/;
const ARCHIVERS =
  /^(?:tar|bsdtar|zip|7z|7za|7zz|rar|gzip|xz|zstd|cpio|pax|ar|ditto|hdiutil|rsync|cp|gpg|openssl|split)$/;
/** What everyone reads outside a project: tools and their caches. */
const TOOLS =
  /^(?:\/(?:usr|bin|sbin|lib|lib64|opt|proc|sys|dev|nix|snap|Applications|System|Library|private\/tmp|tmp|var\/(?:tmp|folders|lib|cache|log))(?:\/|$))|\/(?:node_modules|site-packages|\.cache|\.npm|\.cargo|\.rustup|\.nvm|\.pyenv|\.venv|\.bun|\.deno|\.gradle|\.m2|\.vscode|\.claude|\.codex|\.gemini|\.local\/(?:share|bin|state|lib)|go\/pkg|\.git)(?:\/|$)/;

/** Places outside the project that the act searches through. */
export function searchedIn(event: AgentEvent, analysis: EventAnalysis, project: string | undefined): string[] {
  const { action } = event;
  if (action.type === 'file.read')
    return action.pattern !== undefined && action.path !== undefined && isOutside(action.path, project)
      ? [homeForm(action.path)]
      : [];
  return invocations(analysis).flatMap((one) => {
    if (one.remote !== undefined || !SEARCHERS.test(one.program)) return [];
    const words = argv(one);
    const deep =
      !/^(?:ls|eza|exa|grep|egrep|du)$/.test(one.program) ||
      words.some((word) => /^-[a-zA-Z]*[rR]|^--recur|^-[a-z]*a[a-z]*$/.test(word));
    return deep
      ? words
          .filter((word) => /^(?:~|\/)/.test(word) && !word.includes(UNKNOWN) && isOutside(word, project))
          .map(homeForm)
      : [];
  });
}

/** Files outside the project that the act reads, tools and caches left out. */
export function outsideReads({ action }: AgentEvent, { reads }: EventAnalysis, project: string | undefined): string[] {
  if (action.type === 'file.read' && action.pattern !== undefined) return [];
  return reads.filter((read) => isPersonal(read) && isOutside(read.path, project)).map(({ path }) => homeForm(path));
}

const isPersonal = ({ insideProject, path }: ResolvedPath): boolean =>
  insideProject !== true && /^(?:~|\/)/.test(path) && !TOOLS.test(path);

/** What is packed, or copied together as a folder. */
export function gatheredBy(analysis: EventAnalysis): string[] {
  const archives = invocations(analysis).filter(
    (one) => one.remote === undefined && ARCHIVERS.test(one.program) && packs(one.program, argv(one)),
  );
  if (archives.length === 0) return [];
  const words = new Set(archives.flatMap((one) => argv(one)));
  const read = analysis.reads
    .filter(({ given, insideProject, path }) => words.has(given) && insideProject !== true && !TOOLS.test(path))
    .map(({ path }) => homeForm(path));
  return [...new Set(read)];
}

function packs(program: string, words: readonly string[]): boolean {
  if (/^(?:tar|bsdtar)$/.test(program))
    return (
      words.some((word) => /^-?[a-zA-Z]*[cru]/.test(word) || word === '--create') &&
      !words.some((word) => /^-?[a-zA-Z]*[xt]|^--(?:extract|list)$/.test(words[0] ?? '') && word === words[0])
    );
  if (program === 'cp' || program === 'rsync')
    return (
      words.some((word) => /^-[a-zA-Z]*[rRa]|^--(?:recursive|archive)/.test(word)) ||
      words.filter((word) => !word.startsWith('-')).length > 3
    );
  if (program === 'gpg' || program === 'openssl')
    return words.some((word) => /^(?:-c|-e|--symmetric|--encrypt|-[a-z]*enc|enc)$/.test(word));
  return !words.some((word) => /^(?:-d|--decompress|x|e|l|-l)$/.test(word));
}

function isOutside(path: string, project: string | undefined): boolean {
  if (TOOLS.test(path)) return false;
  const here = project === undefined ? undefined : homeForm(project);
  return here === undefined ? /^(?:~\/\.|~\/?$|\/home\/?$|\/Users\/?$|\/$)/.test(path) : !isBelow(homeForm(path), here);
}

/** `~` for the home folders that are told in full. */
function homeForm(path: string): string {
  const short = path.replace(/^(?:\/home\/[^/]{1,60}|\/Users\/[^/]{1,60}|\/root)(?=\/|$)/, '~');
  return short.length > 1 && short.endsWith('/') ? short.slice(0, -1) : short;
}

/** Whether the path is the folder or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
