/** What started an agent: a person's own agent, or something that nobody asked. */
import type { Invocation } from '../../../contracts/shell';

export type Starter = 'package' | 'by-itself' | 'program' | 'person';

const LANGUAGE = /^(?:python|javascript|perl|ruby|php|lua|go|java|c|powershell|tcl|r|julia|elixir)$/;

/** A script of a package, a hook or timetable, code of another program, or the command line itself. */
export function starterOf({ via }: Invocation): Starter {
  if (via.some((one) => /(?:^|\/)(?:node_modules|site-packages|vendor|\.cargo\/registry)\//.test(one)))
    return 'package';
  if (via.some((one) => one.startsWith('placed in ') || one === 'crontab' || one === 'at')) return 'by-itself';
  if (via.some((one) => LANGUAGE.test(one))) return 'program';
  return 'person';
}

/** Scripts that a package manager runs when a package is installed. */
const LIFECYCLE =
  /"(?:preinstall|install|postinstall|prepare|preprepare|postprepare)"\s{0,8}:\s{0,8}"((?:[^"\\]|\\.){1,4000})"/g;

/** The install scripts of a `package.json`. */
export function lifecycleOf(content: string): string[] {
  return [...content.slice(0, 65_536).matchAll(LIFECYCLE)].map(([, script = '']) =>
    script.replace(/\\(["\\/])/g, '$1'),
  );
}
