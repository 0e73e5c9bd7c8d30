/** Programs that are made to connect a shell somewhere when they are run. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import type { Wiring } from './wiring';
import { excerptOf, place } from './wiring';

/** `msfvenom -p linux/x64/shell_reverse_tcp LHOST=host LPORT=port`. */
export function payload(one: Invocation): Wiring[] {
  const words = argv(one);
  const made = words.find((word) => /(?:^|[/_])(?:reverse|bind)_\w{1,40}$/.test(word));
  if (made === undefined) return [];
  const value = (name: RegExp) => words.map((word) => name.exec(word)?.[1]).find((text) => text !== undefined);
  const at = place(value(/^LHOST=(.{1,255})$/i), value(/^LPORT=(\d{1,5})$/i));
  return [{ kind: 'payload', how: made, ...at, excerpt: excerptOf(one) }];
}
