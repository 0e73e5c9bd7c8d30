/** Which programs move bytes, by name. */
import type { Invocation } from '../../../contracts/shell';
import { CLOUD } from './cloud';
import { COPIERS } from './copiers';
import type { Mover } from './moved';
import { REQUESTS } from './requests';
import { STREAMED } from './streamed';
import { WINDOWS } from './windows';

const MOVERS: ReadonlyMap<string, Mover> = new Map(
  [...REQUESTS, ...COPIERS, ...STREAMED, ...CLOUD, ...WINDOWS].flatMap(({ names, ...mover }) =>
    names.split(' ').map((name) => [name, mover] as const),
  ),
);

/** How this program moves bytes, or undefined. Names are looked up as they are, then in lower case without `.exe`. */
export function moverOf({ program }: Invocation): Mover | undefined {
  return (
    MOVERS.get(program) ??
    (/[A-Z.]/.test(program) ? MOVERS.get(program.toLowerCase().replace(/\.exe$/, '')) : undefined)
  );
}
