/** What is put into start-up files every day. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Writing } from '../../writings';

/** Programs whose output is made to go into a profile. */
const TOOLS =
  /^(?:starship|zoxide|direnv|mise|rtx|asdf|fnm|nvm|pyenv|rbenv|nodenv|jenv|sdk|conda|mamba|micromamba|brew|fzf|atuin|thefuck|mcfly|oh-my-posh|gh|npm|pnpm|kubectl|helm|kind|docker|podman|rustup|cargo|uv|poetry|pipx|deno|bun|op|just|task|gcloud|aws_completer|terraform|flux|argocd|minikube|register-python-argcomplete|keychain|ssh-agent|dircolors|lesspipe|vault|tailscale|supabase|volta|opam|luarocks|ng|nx|hugo|chezmoi|entire|specstory|claude|codex)$/;
/** Programs that a daily line uses. */
const QUIET =
  /^(?:|export|alias|unalias|source|\.|eval|set|shopt|setopt|bindkey|autoload|compinit|complete|compdef|zstyle|typeset|declare|local|readonly|unset|umask|test|\[|\[\[|true|false|:|return|if|printf|echo|cd|command|type|which|hash|ulimit|stty|plugins|fpath|path|set-alias|fish_add_path|abbr|emulate|zmodload|promptinit|prompt|bind|function|compctl|tput|date|whoami|hostname|uname|id|basename|dirname|java_home|brew|cat|ls|grep|sed|awk|tr|cut|head|tail|import-module|invoke-expression)$/i;

export const isToolOutput = (by: Invocation | undefined): boolean =>
  by !== undefined &&
  TOOLS.test(by.program) &&
  /complet|init|hook|env|shell|activate/.test(argv(by).join(' ').slice(0, 400));

/** Whether everything that is put in is seen and is of the daily kind, or it is the project's own file that is copied. */
export function isDaily({ content, by }: Writing, all: readonly Invocation[]): boolean {
  if (isToolOutput(by)) return true;
  if (content === '') return by !== undefined && (/^(?:touch|ln|chmod|chown)$/.test(by.program) || copiesOwn(by));
  if (by !== undefined && /^(?:sed|gsed|perl)$/.test(by.program)) return !/[;&|`]|\$\(/.test(content.slice(0, 2_000));
  const placed = all.filter(({ via }) => via.some((one) => one.startsWith('placed in ')));
  return placed.length === 0
    ? isPlain(content)
    : placed.every((one) => QUIET.test(one.program) || TOOLS.test(one.program));
}

/** Lines of a shell that is not parsed, such as fish: settings and comments, each one program without pipes. */
const isPlain = (content: string): boolean =>
  content.length < 4_000 &&
  content.split('\n').every((line) => /^\s*(?:#|$)/.test(line) || (SETS.test(line.trim()) && !/[;&|`<>(]/.test(line)));

const SETS =
  /^(?:[A-Z][A-Z_]{1,40}=|(?:set|fish_add_path|abbr|alias|export|[Ss]et-[Aa]lias|[Ss]et-PSReadLineOption|bind|source)\s)/;

/** `cp .devcontainer/.bashrc ~/.bashrc`: the source lies in the project. */
function copiesOwn(by: Invocation): boolean {
  const words = argv(by).filter((word) => !word.startsWith('-'));
  const sources = by.program === 'cat' ? words : words.slice(0, -1);
  return (
    /^(?:cp|install|mv|rsync|cat)$/.test(by.program) &&
    sources.length > 0 &&
    sources.every((word) => !/^(?:[/~$]|\.\.)/.test(word) || /dotfiles|skel/.test(word))
  );
}
