/** Whether what an act gave back came from outside: a page, an issue, an MCP server, the documents of a fresh clone. */
import { posix } from 'node:path';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { fromHome } from '../../../contracts/effects';
import type { Invocation } from '../../../contracts/shell';
import type { Met } from './met';

/** Programs that print what another machine sends. */
const FETCHERS: ReadonlySet<string> = new Set(
  'curl wget http https xh lynx w3m links elinks aria2c nc ncat fetch invoke-webrequest iwr invoke-restmethod irm'.split(
    ' ',
  ),
);
const FORGES: ReadonlySet<string> = new Set(['gh', 'glab', 'tea', 'hub', 'jira', 'acli']);
const FORGE_TEXTS: ReadonlySet<string> = new Set(
  'issue issues pr mr api release gist discussion search run repo snippet view'.split(' '),
);
const OUTSIDE_TOOL = /web|browse|fetch|url|http|issue|pull_?request|jira|slack|mail|confluence|notion|scrape|crawl/i;
/** Servers that give back what is on this machine. */
const LOCAL_SERVER = /^(?:file_?system|fs|memory|ide|git|serena|sequential[-_]?thinking|time)$/i;
const DOCUMENT =
  /(?:^|\/)(?:readme|contributing|install|agents|claude|gemini|security|skill|todo)[^/]*$|\.(?:md|mdx|mdc|rst|adoc|txt|cursorrules|ipynb)$|\/(?:docs?|\.github|\.cursor|\.claude)\//i;
const PACKAGE = /\/(?:node_modules|site-packages|vendor|\.cargo\/registry|go\/pkg\/mod)\//;
const MAX_FROM = 200;
const MAX_PATH = 400;

/** Where an output came from: `outside` as the act itself says, or `document` as what else is known of that path says. */
export interface TextSource {
  kind: 'outside' | 'document';
  from: string;
}

/** Undefined when what the act gives back is this machine's own. */
export function sourceOf({ action }: AgentEvent, analysis: EventAnalysis): TextSource | undefined {
  switch (action.type) {
    case 'net.fetch':
      return outside(action.url === undefined ? action.query : elsewhere(analysis) && action.url);
    case 'mcp.call':
      return outside(
        LOCAL_SERVER.test((action.server ?? '').slice(0, 100)) ? undefined : (action.server ?? action.tool),
      );
    case 'tool.call':
      return outside(OUTSIDE_TOOL.test(action.tool.slice(0, 100)) ? action.tool : undefined);
    case 'file.read':
      return documentOf(analysis);
    case 'exec':
      return outside(fetched(analysis)) ?? documentOf(analysis);
    default:
      return undefined;
  }
}

const outside = (from: string | undefined): TextSource | undefined =>
  from === undefined || from === '' ? undefined : { kind: 'outside', from: from.slice(0, MAX_FROM) };

const elsewhere = ({ destinations }: EventAnalysis): string | undefined =>
  destinations.find(({ class: kind }) => kind === 'public' || kind === 'name')?.given;

function fetched(analysis: EventAnalysis): string | undefined {
  for (const { program, args } of analysis.command?.invocations ?? []) {
    if (FETCHERS.has(program) && elsewhere(analysis) !== undefined) return elsewhere(analysis);
    const [first, second] = args.filter(({ text }) => !text.startsWith('-'));
    if (FORGES.has(program) && first !== undefined && FORGE_TEXTS.has(first.text))
      return [program, first.text, second?.text].filter(Boolean).join(' ');
  }
  return undefined;
}

function documentOf({ reads }: EventAnalysis): TextSource | undefined {
  for (const { path } of reads) {
    if (path.length > MAX_PATH || !DOCUMENT.test(path)) continue;
    return PACKAGE.test(path) ? outside(path) : { kind: 'document', from: fromHome(path) };
  }
  return undefined;
}

/** Where a document of this machine came from: the clone that it lies in, or the address that it was loaded from. */
export function originOf(path: string, { clones = [], downloads = [] }: Met): string | undefined {
  const loaded = downloads.find((one) => one.path === path);
  return loaded?.download.url ?? clones.find(({ key }) => path.startsWith(`${key}/`))?.from;
}

/** The folder that a command clones a repository of another machine into, with its address. */
export function clonedBy(analysis: EventAnalysis, cwd: string | undefined): { folder: string; from: string }[] {
  return (analysis.command?.invocations ?? []).flatMap((one) => {
    const operands = operandsOfClone(one);
    const [from, given] = operands ?? [];
    if (from === undefined || /^(?:\.|\/|file:)/.test(from)) return [];
    const name = given ?? posix.basename(from.replace(/\/+$/, '')).replace(/\.git$/, '');
    const base = one.cwd ?? cwd;
    const folder = base === undefined || /^[/~]/.test(name) ? posix.normalize(name) : posix.join(base, name);
    return [{ folder: folder.replace(/\/+$/, ''), from: from.slice(0, MAX_FROM) }];
  });
}

/** Options of `git clone` that take the next word. */
const VALUED =
  /^(?:-[boujc]|--(?:branch|origin|depth|jobs|config|reference|template|filter|upload-pack|separate-git-dir))$/;

function operandsOfClone({ program, args, remote }: Invocation): string[] | undefined {
  if (remote !== undefined) return undefined;
  const words = args.map(({ text }) => text);
  const isGit = program === 'git';
  if (!isGit && !(program === 'gh' && words[0] === 'repo')) return undefined;
  const at = words.indexOf('clone');
  if (at < 0) return undefined;
  return words.slice(at + 1).filter((word, index, all) => !word.startsWith('-') && !VALUED.test(all[index - 1] ?? ''));
}
