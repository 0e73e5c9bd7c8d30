/** The newest alerts, kept in the browser: pages come in behind the reader's back, live ones on top, and filters need no server. */
import { get } from '../api/client';
import type { Changed } from '../api/stream';
import type { Alert } from '../api/types';
import { isBefore, rowOf } from './row';
import type { Row } from './row';

/** Most alerts that a browser keeps; older ones are found by their session or incident. */
const MOST = 50_000;
const PAGE = 500;
/** How long changes are gathered, and how many of them are read one by one. */
const GATHER_MS = 150;
const ONE_BY_ONE = 20;

interface Page {
  alerts: Alert[];
  next?: string;
}

export interface Kept {
  /** Newest first. */
  rows: readonly Row[];
  /** Came since, not shown yet: what is being read must not move. */
  waiting: readonly Row[];
  loading: boolean;
  problem: string | undefined;
}

export class AlertStore {
  #kept: Kept = { rows: [], waiting: [], loading: true, problem: undefined };
  readonly #watchers = new Set<() => void>();
  #at = new Map<string, number>();
  #loads = 0;
  #hidden = false;
  #changed = new Set<string>();
  /** Whether someone reads: then new ones wait. */
  reading = false;

  watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };
  now = (): Kept => this.#kept;

  /** Reads all pages again, on demand with what is hidden from people; a load that began earlier ends. */
  async load(hidden = this.#hidden): Promise<void> {
    this.#hidden = hidden;
    const load = ++this.#loads;
    const before = new Map(this.#kept.rows.map((row) => [row.id, row]));
    const rows: Row[] = [];
    this.#become({ loading: true, problem: undefined });
    try {
      for (let cursor: string | undefined = ''; cursor !== undefined && rows.length < MOST;) {
        const page: Page = await get<Page>(this.#pagePath(cursor));
        if (load !== this.#loads) return;
        for (const alert of page.alerts) {
          const row = rowOf(alert);
          const known = before.get(row.id);
          rows.push(known !== undefined && known.updatedAt > row.updatedAt ? known : row);
        }
        cursor = page.next;
        this.#take(rows);
      }
      this.#become({ loading: false });
    } catch (error) {
      if (load === this.#loads) this.#become({ loading: false, problem: (error as Error).message });
    }
  }

  /** That an alert is new or has changed: it is read, many at once as the newest page. */
  changed = ({ id }: Changed): void => {
    if (this.#changed.size === 0) setTimeout(() => void this.#readChanged(), GATHER_MS);
    this.#changed.add(id);
  };

  /** Reads the newest page: for when the live stream is away. */
  refresh = async (): Promise<void> => {
    const { alerts } = await get<Page>(this.#pagePath(''));
    // The oldest first, so that each comes on top of those before it.
    for (const alert of alerts.reverse()) this.put(alert);
  };

  async #readChanged(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    try {
      if (ids.length > ONE_BY_ONE) await this.refresh();
      else
        for (const alert of await Promise.all(ids.map((id) => get<Alert>(`/api/alerts/${encodeURIComponent(id)}`))))
          this.put(alert);
    } catch {
      // What could not be read now comes with the next load.
      void this.load();
    }
  }

  #pagePath(cursor: string): string {
    const more = `${this.#hidden ? '&hidden=true' : ''}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    return `/api/alerts?limit=${PAGE}${more}`;
  }

  /** An alert as it is now: a known one changes in its place, a new one comes on top or waits. */
  put = (alert: Alert): void => {
    const row = rowOf(alert);
    const at = this.#at.get(row.id);
    if (at !== undefined) {
      if ((this.#kept.rows[at]?.updatedAt ?? 0) > row.updatedAt) return;
      this.#become({ rows: this.#kept.rows.with(at, row) });
    } else this.#add(row);
  };

  /** Shows what waits. */
  show = (): void => {
    const { waiting, rows } = this.#kept;
    this.#become({ waiting: [] });
    this.#order([...waiting, ...rows]);
  };

  /** A change that is not yet answered; returns what takes it back. */
  guess(id: string, change: Partial<Row>): () => void {
    const at = this.#at.get(id);
    const row = at === undefined ? undefined : this.#kept.rows[at];
    if (at === undefined || row === undefined) return () => undefined;
    this.#become({ rows: this.#kept.rows.with(at, { ...row, ...change }) });
    return () => {
      const place = this.#at.get(id);
      if (place !== undefined) this.#become({ rows: this.#kept.rows.with(place, row) });
    };
  }

  #add(row: Row): void {
    const waiting = this.#kept.waiting.filter(({ id }) => id !== row.id);
    if (this.reading) this.#become({ waiting: [row, ...waiting] });
    else this.#order([row, ...this.#kept.rows]);
  }

  /** Pages as they come, with what came live meanwhile. */
  #take(rows: readonly Row[]): void {
    const read = new Set(rows.map(({ id }) => id));
    const oldest = rows.at(-1);
    const live = this.#kept.rows.filter(
      (row) => !read.has(row.id) && (!oldest || isBefore(row, oldest) || this.#kept.loading),
    );
    this.#become({ waiting: this.#kept.waiting.filter(({ id }) => !read.has(id)) });
    this.#order([...rows, ...live]);
  }

  #order(rows: Row[]): void {
    rows.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    if (rows.length > MOST) rows.length = MOST;
    this.#at = new Map(rows.map(({ id }, at) => [id, at]));
    this.#become({ rows });
  }

  #become(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    for (const watcher of this.#watchers) watcher();
  }
}

/** The one of this page. */
export const alertStore = new AlertStore();
