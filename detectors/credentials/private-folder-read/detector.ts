import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { ResolvedPath } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';

interface Settings {
  /** Further folders below the home folder, such as `.config/acme`, whose reading is daily work here. */
  daily: readonly string[];
}

const MAX_DETECTIONS = 10;
const DOT_FOLDER =
  /^(?:~|\/root|\/(?:home|Users)\/[^/]{1,60})\/(\.(?:config|local\/(?:share|state))\/[^/]{1,60}|\.[^/]{1,60})\/[^/]/;
/** Folders of tools that builds and agents read all day, and of the agents themselves. */
const DAILY =
  /^\.(?:cache|npm|npm-global|yarn|pnpm-store|bun|deno|nvm|fnm|volta|asdf|mise|rbenv|pyenv|rustup|cargo|go|gradle|m2|ivy2|sbt|nuget|dotnet|gem|bundle|composer|conda|virtualenvs|venvs?|rye|uv|poetry|pub-cache|android|expo|cocoapods|swiftpm|vscode(?:-server)?|cursor(?:-server)?|oh-my-zsh|zsh|vim|emacs\.d|tmux|terraform\.d|docker\/cli-plugins|claude|codex|gemini|qwen|copilot|agents|opencode|cline|aider|openclaw|Trash|local|local\/(?:share|state)\/(?:pnpm|mise|uv|pipx|fnm|nvim|opencode|claude|virtualenv|gem|man|zsh|applications)|config\/(?:git|nvim|fish|zsh|htop|mise|uv|pip|yarn|pnpm|opencode|goose|amp|ccstatusline|starship\.toml|tmux|bat|jj|npm|Code|Cursor))$/;

export const privateFolderRead: Detector<Record<string, never>, Settings> = {
  manifest,
  defaults: { daily: [] },
  init: () => ({}),
  step(_state, _event, { analysis, session }, { daily }) {
    if (analysis.reads.length === 0) return NO_DETECTIONS;
    const found = new Map<string, Detection>();
    for (const read of analysis.reads) {
      const folder = folderOf(read, session.project);
      if (folder === undefined || daily.includes(folder) || found.has(folder) || found.size >= MAX_DETECTIONS) continue;
      found.set(folder, {
        why: `A private folder outside the project is read: ~/${folder}`,
        dedupeKey: folder,
        entities: { path: read.path },
        excerpt: read.given.slice(0, 300),
      });
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

/** The dot folder of the home folder that is read; undefined for a project's own, and for those of tools. Credentials are another detector's. */
function folderOf({ path, class: kind, insideProject }: ResolvedPath, project: string | undefined): string | undefined {
  if (insideProject === true || !(kind === 'other' || kind === 'shell-history')) return undefined;
  const folder = DOT_FOLDER.exec(path)?.[1];
  if (folder === undefined || DAILY.test(folder)) return undefined;
  return project?.includes(`/${folder}`) === true ? undefined : folder;
}
