import type { SuppressionPreview } from '../api/types';
import { SeverityTag } from '../parts/severity-tag';
import { amount } from '../parts/time';

/** What a suppression would have hidden so far, and which attacks it would blind. */
export function PreviewNote({ preview, error }: { preview: SuppressionPreview | undefined; error: Error | null }) {
  if (error) return <p className="wrong">{error.message}</p>;
  if (!preview) return <p className="dim">Looking at past alerts …</p>;
  if (preview.refused !== undefined) return <p className="wrong">Not allowed: {preview.refused}</p>;
  return (
    <div className="preview">
      <p>
        It would have hidden <strong className="num">{amount(preview.count)}</strong>{' '}
        {preview.count === 1 ? 'alert' : 'alerts'} so far.
      </p>
      <ul className="stack small">
        {preview.alerts.slice(0, 5).map((alert) => (
          <li className="row nowrap" key={alert.id}>
            <SeverityTag severity={alert.severity} /> <span className="cut">{alert.why}</span>
          </li>
        ))}
      </ul>
      {preview.protected !== undefined && preview.protected > 0 && (
        <p>
          {amount(preview.protected)} more fit and are shown all the same: decoys, followed secrets, acts against
          Gander.
        </p>
      )}
      {preview.blinds.length > 0 && (
        <>
          <p className="wrong">
            It would also blind Gander to {amount(preview.blinds.length)} known{' '}
            {preview.blinds.length === 1 ? 'attack' : 'attacks'}:
          </p>
          <ul className="points small">
            {preview.blinds.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
