import { hrefOf } from '../app/router';
import { Empty } from '../parts/empty';
import type { Kept } from './alert-store';

/** Why there is nothing to read, and what to do about it. */
export function InboxEmpty({ kept }: { kept: Kept }) {
  if (kept.problem !== undefined) return <Empty title="The alerts could not be read">{kept.problem}</Empty>;
  if (kept.loading && kept.rows.length === 0) return <Empty title="Reading …" />;
  if (kept.rows.length > 0)
    return (
      <Empty title="Nothing to do here">
        <p>No alert passes this filter.</p>
        <a href={hrefOf(['inbox'], { view: 'all', severity: 'critical,high,medium,low,info' })}>Show all alerts</a>
      </Empty>
    );
  return (
    <Empty title="No alert yet">
      <p>All quiet. Alerts come in here by themselves.</p>
      <a href={hrefOf(['start'])}>Point an agent at Gander</a>
    </Empty>
  );
}
