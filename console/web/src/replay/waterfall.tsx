import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { span } from '../parts/time';
import { titleOf } from './acts';
import type { Act } from './acts';

/** Height of a line, pixels, as replay.css has it. */
const LINE = 26;
const NARROWEST = 0.4;

interface WaterfallProps {
  acts: readonly Act[];
  at: number;
  onMove: (at: number) => void;
}

/** Every act as a bar over time; sub-agents stand further in. */
export function Waterfall({ acts, at, onMove }: WaterfallProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: acts.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 12,
  });
  useEffect(() => {
    lines.scrollToIndex(at, { align: 'auto' });
  }, [at, lines]);
  const items = lines.getVirtualItems();
  // The lane shows the time of what can be seen: over hours, every act would be a hair.
  const seen = items.flatMap(({ index }) => acts[index] ?? []);
  const from = Math.min(...seen.map(({ start }) => start));
  const whole = Math.max(1, Math.max(...seen.map(({ end }) => end)) - from);
  return (
    <div className="waterfall" ref={box} tabIndex={0} role="region" aria-label="Waterfall">
      <div className="tall" style={{ height: lines.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const act = acts[index];
          if (!act) return null;
          const left = ((act.start - from) / whole) * 100;
          const width = Math.max(NARROWEST, ((act.end - act.start) / whole) * 100);
          return (
            <button
              key={act.id}
              className={index === at ? 'fall now' : 'fall'}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onMove(index)}
              title={span(act.end - act.start)}
            >
              <span className="fall-name cut" data-depth={Math.min(act.depth, 3)}>
                {titleOf(act.event.action)}
              </span>
              <span className="fall-lane">
                <i
                  className={act.alerts[0] ? `sev ${act.alerts[0].severity}` : act.denied ? 'denied' : undefined}
                  style={{ left: `${Math.min(left, 100 - width)}%`, width: `${width}%` }}
                />
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
