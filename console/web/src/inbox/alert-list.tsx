import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { AlertRow } from './alert-row';
import type { Row } from './row';

/** Height of a line, pixels, as inbox.css has it. */
const LINE = 62;

interface AlertListProps {
  rows: readonly Row[];
  /** Place of the selected line, -1 for none. */
  at: number;
  onOpen: (id: string) => void;
  /** Whether the reader is at the top of the list. */
  onTop: (isTop: boolean) => void;
}

/** The lines that can be seen, and a few around them. */
export function AlertList({ rows, at, onOpen, onTop }: AlertListProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 8,
  });
  useEffect(() => {
    if (at >= 0) lines.scrollToIndex(at, { align: 'auto' });
  }, [at, lines]);
  const selected = rows[at];
  return (
    <div
      ref={box}
      className="alerts"
      role="listbox"
      aria-label="Alerts"
      tabIndex={0}
      aria-activedescendant={selected && `alert-${selected.id}`}
      onScroll={(event) => onTop(event.currentTarget.scrollTop < LINE)}
    >
      <div role="presentation" className="tall" style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row && <AlertRow key={row.id} row={row} selected={index === at} top={start} onOpen={onOpen} />;
        })}
      </div>
    </div>
  );
}
