/** What of the inbox is shown; lives in the address, so that it can be sent to a colleague. */
import type { AlertState } from '../../../../contracts/alert';
import type { Severity } from '../../../../contracts/finding';
import { hrefOf } from '../app/router';
import type { Row } from './row';

export const SHOWN = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies Severity[];
const USUAL: readonly Severity[] = ['critical', 'high', 'medium'];
export const VIEWS = ['open', 'closed', 'hidden', 'all'] as const;
export type View = (typeof VIEWS)[number];

export interface Filter {
  severities: readonly Severity[];
  view: View;
  detector: string;
  session: string;
  /** Words that all must occur. */
  q: string;
}

const OPEN: ReadonlySet<AlertState> = new Set(['new', 'acknowledged', 'in-progress']);

export function readFilter(query: URLSearchParams): Filter {
  const severities = (query.get('severity') ?? '').split(',').filter((name) => SHOWN.some((known) => known === name));
  const view = VIEWS.find((known) => known === query.get('view')) ?? 'open';
  return {
    severities: severities.length > 0 ? (severities as Severity[]) : USUAL,
    view,
    detector: query.get('detector') ?? '',
    session: query.get('session') ?? '',
    q: query.get('q') ?? '',
  };
}

/** The address of the inbox under a filter; what is usual is left out. */
export function filterHref({ severities, view, detector, session, q }: Filter, open?: string): string {
  const chosen = SHOWN.filter((severity) => severities.includes(severity)).join(',');
  return hrefOf(['inbox'], {
    severity: chosen === USUAL.join(',') ? undefined : chosen,
    view: view === 'open' ? undefined : view,
    ...{ detector, session, q, open },
  });
}

/** Whether a row is shown; made once for a filter, then asked for each row. */
export function passing({ severities, view, detector, session, q }: Filter): (row: Row) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const seen = new Set(severities);
  return (row) =>
    seen.has(row.severity) &&
    isInView(row, view) &&
    (detector === '' || row.detector === detector) &&
    (session === '' || row.session === session) &&
    words.every((word) => row.text.includes(word));
}

function isInView(row: Row, view: View): boolean {
  if (view === 'all') return true;
  if (view === 'hidden') return row.hidden;
  return !row.hidden && OPEN.has(row.state) === (view === 'open');
}
