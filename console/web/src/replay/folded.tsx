import { amount } from '../parts/time';

/** A text that is shown only when the reader opens it. */
export function Folded({ name, text, hint }: { name: string; text: string | undefined; hint?: string }) {
  if (text === undefined || text === '') return hint === undefined ? null : <p className="small dim">{hint}</p>;
  return (
    <details>
      <summary className="small">
        {name} · {amount(text.length)} characters
      </summary>
      <pre className="term">{text}</pre>
    </details>
  );
}
