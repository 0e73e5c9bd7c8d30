import { useState } from 'react';
import { Dialog } from '../parts/dialog';
import type { Change } from './changes';

const DAY_MS = 86_400_000;
const ENDS = [7, 30, 90, 365];

/** Asks why, and for an accepted risk until when. */
export function ReasonDialog({
  state,
  title,
  onDone,
  onClose,
}: {
  state: 'false-positive' | 'risk-accepted';
  title: string;
  onDone: (change: Change) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(30);
  const accepts = state === 'risk-accepted';
  const done = () => onDone({ state, reason: reason.trim(), ...(accepts && { until: Date.now() + days * DAY_MS }) });
  return (
    <Dialog title={accepts ? 'Accept the risk' : 'False positive'} onClose={onClose}>
      <p className="dim break">{title}</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          done();
        }}
      >
        <label>
          {accepts ? 'Why it is acceptable' : 'Why it is none'}
          <textarea
            value={reason}
            maxLength={2_000}
            required
            autoFocus
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {accepts && (
          <label>
            Until
            <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {ENDS.map((end) => (
                <option key={end} value={end}>
                  {end === 365 ? 'a year from now' : `${end} days from now`}
                </option>
              ))}
            </select>
          </label>
        )}
        <div className="row">
          <button className="primary" disabled={reason.trim() === ''}>
            {accepts ? 'Accept the risk' : 'Mark as false positive'}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
