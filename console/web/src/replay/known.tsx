/** Most lines that are shown; the latest say most. */
const MOST = 8;

interface KnownProps<T> {
  title: string;
  of: readonly T[] | undefined;
  /** What it is, and a remark. */
  show: (item: T) => readonly [string, string];
}

/** One kind of thing that the session's memory held, the latest first. */
export function Known<T>({ title, of = [], show }: KnownProps<T>) {
  if (of.length === 0) return null;
  return (
    <section className="stack">
      <h3>
        {title} <span className="num">{of.length}</span>
      </h3>
      <ul className="small">
        {of
          .slice(-MOST)
          .reverse()
          .map(show)
          .map(([what, remark], index) => (
            <li key={index} className="break">
              <code>{what}</code> <span className="dim">{remark}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
