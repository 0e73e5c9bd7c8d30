import { ago, amount } from '../parts/time';
import { useSources } from './use-sources';

/** Waits for the first event, and turns on when it is there. */
export function FirstEventLight() {
  const { data: sources = [] } = useSources();
  const newest = sources.toSorted((a, b) => b.lastSeen - a.lastSeen)[0];
  const events = sources.reduce((sum, source) => sum + source.events, 0);
  return (
    <p className={newest ? 'light on' : 'light'} role="status">
      {newest
        ? `Events come in: ${amount(events)} so far, the last from ${newest.dialect} (${ago(newest.lastSeen)}).`
        : 'Waiting for the first event …'}
    </p>
  );
}
