/** `rm -rf "$DIR"/`: when the variable is empty the whole disk is meant. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv, invocations } from '../../programs';
import { excerptOf } from '../words';

/** Nothing but a variable, then the root of the disk. */
const ON_ROOT = new RegExp(`^${UNKNOWN}{1,4}/(?:\\*|\\.\\*)?$`);
/** Variables that name what is meant to go. */
const MEANT = /te?mp|cache|build|dist|out|work|target|stage|scratch/i;
const VARIABLE = /\$\{?([A-Za-z_]\w{0,60})/g;

export function onUnsetVariable(event: AgentEvent, analysis: EventAnalysis): Detection[] {
  const one = invocations(analysis).find(removesOnVariable);
  const text = event.action.type === 'exec' ? (event.action.command ?? '') : '';
  if (one === undefined || isGuarded(text)) return [];
  return [
    {
      why: 'rm -r of a folder in a variable that nothing in this command sets: if it is empty, the whole disk is removed',
      severity: 'medium',
      dedupeKey: 'unset',
      techniques: ['T1485'],
      excerpt: excerptOf(one),
    },
  ];
}

function removesOnVariable(one: Invocation): boolean {
  if (one.program !== 'rm' || !one.args.some(({ known }) => !known)) return false;
  const words = argv(one);
  return (
    words.some((word) => ON_ROOT.test(word)) && words.some((word) => /^-[a-zA-Z]{0,6}[rR]|^--recursive$/.test(word))
  );
}

/** The command sets the variables itself, walks a list with them, checks them, or calls them temporary. */
function isGuarded(text: string): boolean {
  const head = text.slice(0, 20_000);
  // Quotes inside the word hide it from the expression, not from the shell: then the whole text is looked at.
  const removal = /\brm\s[^\n;&|]{0,300}/.exec(head)?.[0] ?? head;
  if (/:\?/.test(removal) || /\$\(/.test(removal)) return true;
  const names = [...removal.matchAll(VARIABLE)].map((match) => match[1] ?? '');
  return names.every((name) => MEANT.test(name) || isSet(text, name));
}

function isSet(text: string, name: string): boolean {
  return [
    `${name}=`,
    `for ${name} `,
    `read ${name}`,
    `read -r ${name}`,
    `-n "$${name}"`,
    `-z "$${name}"`,
    `-d "$${name}"`,
  ].some((form) => text.includes(form));
}
