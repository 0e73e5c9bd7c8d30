import { memo } from 'react';
import { brief } from '../parts/brief';
import { SeverityTag } from '../parts/severity-tag';
import { StateTag } from '../parts/state-tag';
import { ago, full } from '../parts/time';
import type { Row } from './row';

interface AlertRowProps {
  row: Row;
  selected: boolean;
  /** Pixels from the top of the list. */
  top: number;
  onOpen: (id: string) => void;
}

/** One line of the inbox. */
export const AlertRow = memo(function AlertRow({ row, selected, top, onOpen }: AlertRowProps) {
  const place = brief([row.dialect, row.user, row.host].filter(Boolean).join(' · '));
  return (
    <div
      role="option"
      id={`alert-${row.id}`}
      aria-selected={selected}
      className={row.state === 'new' ? 'alert fresh' : 'alert'}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(row.id)}
    >
      <SeverityTag severity={row.severity} />
      <div className="what">
        <p className="why">{row.why}</p>
        <p className="dim small cut">
          {row.title} · {place}
          {row.count > 1 && ` · ${row.count} times`}
        </p>
      </div>
      <div className="measure small dim">
        <span title="Chance that it is what the title says">{row.confidence} confidence</span>
        <span className="num" title="What it adds to the risk of its session">
          risk {Math.round(row.risk * 10) / 10}
        </span>
      </div>
      <div className="when small">
        {row.state !== 'new' && <StateTag state={row.state} />}
        <time className="dim num" title={full(row.createdAt)}>
          {ago(row.createdAt)}
        </time>
      </div>
    </div>
  );
});
