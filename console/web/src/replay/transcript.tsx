import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { ActCard } from './act-card';
import type { Act } from './acts';

const USUAL_HEIGHT = 76;

/** All that has happened up to this moment; the present at the end. */
export function Transcript({ acts, at }: { acts: readonly Act[]; at: number }) {
  const box = useRef<HTMLDivElement>(null);
  const cards = useVirtualizer({
    count: at + 1,
    getScrollElement: () => box.current,
    estimateSize: () => USUAL_HEIGHT,
    getItemKey: (index) => acts[index]?.id ?? index,
    overscan: 4,
  });
  useEffect(() => {
    const toEnd = () => cards.scrollToIndex(at, { align: 'end' });
    toEnd();
    // Cards are measured when they are first drawn: then the end is elsewhere.
    let frame = requestAnimationFrame(() => {
      toEnd();
      frame = requestAnimationFrame(toEnd);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [at, cards]);
  return (
    <div className="transcript" ref={box} tabIndex={0} role="log" aria-label="Up to this moment">
      <div className="tall" style={{ height: cards.getTotalSize() }}>
        {cards.getVirtualItems().map(({ key, index, start }) => {
          const act = acts[index];
          return (
            act && (
              <div
                key={key}
                ref={cards.measureElement}
                data-index={index}
                className="slot"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ActCard act={act} now={index === at} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
