/** Terraform and its like: what is destroyed, and the state that says what there is. */
import type { Deleted } from './clouds';
import { STACK } from './kinds';
import { plainWords } from '../words';

/** Programs that keep a state of what they made. */
export const STATE_TOOLS: ReadonlySet<string> = new Set(['terraform', 'tofu', 'opentofu', 'terragrunt', 'atmos']);
const STATE = { ...STACK, name: 'the record of what infrastructure there is', techniques: ['T1485', 'T1565.001'] };
/** Resources that an apply may take away before it is told. */
const FEW = 3;

/** What a call destroys; `output` is what it printed, when known. */
export function destroyedByState(
  program: string,
  words: readonly string[],
  output: string | undefined,
): Deleted | undefined {
  if (!STATE_TOOLS.has(program)) return undefined;
  const plain = plainWords(words);
  const about = [program, ...plain.slice(0, 6)].join(' ');
  const [verb, second] = plain[0] === 'run-all' || plain[0] === 'run' ? plain.slice(1) : plain;
  const every = plain[0] === 'run-all' || words.includes('--all');
  const destroys = verb === 'destroy' || (verb === 'apply' && words.some((word) => /^--?destroy$/.test(word)));
  if (destroys) return { kind: every ? { ...STACK, name: 'all stacks', severity: 'high' } : STACK, about };
  if (verb === 'state' && second === 'push')
    return { kind: { ...STATE, severity: words.includes('-force') ? 'medium' : 'low' }, about };
  if (verb === 'state' && second === 'rm') return { kind: { ...STATE, severity: 'low' }, about };
  if (verb === 'workspace' && second === 'delete') return { kind: { ...STATE, severity: 'low' }, about };
  const gone = verb === 'apply' ? destroyedIn(output) : 0;
  return gone > FEW ? { kind: { ...STACK, name: `${gone} resources, as the tool says,` }, about } : undefined;
}

/** `Apply complete! Resources: 1 added, 0 changed, 23 destroyed.` */
export function destroyedIn(output: string | undefined): number {
  const match = /Resources: (?:\d{1,6} \w{1,12}, ){0,3}(\d{1,6}) destroyed/.exec(output?.slice(-4_000) ?? '');
  return match ? Number(match[1]) : 0;
}
