import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, send } from '../api/client';
import type { Alert, Suppression, SuppressionMatch, SuppressionPreview } from '../api/types';
import { Dialog } from '../parts/dialog';
import { ProblemNote } from '../parts/problem-note';
import { say } from '../parts/toast';
import { PreviewNote } from './preview-note';

const DAY_MS = 86_400_000;
const ENDS = [7, 30, 90, 365];
const FEWEST = 2;
const FIELDS = ['user', 'host', 'repository', 'agent', 'destination', 'path', 'process', 'package', 'account'] as const;
/** What is usual to hold a suppression narrow. */
const USUAL = new Set(['detector', 'repository', 'path', 'destination', 'package']);

/** Makes a suppression of an alert's kind: which of its facts must be the same, why, until when, and what that would hide. */
export function SuppressDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => get<Alert>(`/api/alerts/${encodeURIComponent(id)}`, signal),
  });
  return (
    <Dialog title="Suppress alerts like this" onClose={onClose}>
      {error && <ProblemNote error={error} />}
      {data && <SuppressForm alert={data} onClose={onClose} />}
    </Dialog>
  );
}

function candidatesOf({ detector, entities, source }: Alert): [string, string][] {
  const own = FIELDS.flatMap((name): [string, string][] =>
    entities[name] === undefined ? [] : [[name, entities[name]]],
  );
  return [['detector', detector], ...own, ['dialect', source.dialect]];
}

async function takeBack(id: string): Promise<void> {
  try {
    await send('DELETE', `/api/suppressions/${encodeURIComponent(id)}`);
    say('The suppression has ended again');
  } catch (error) {
    say(`Not undone: ${(error as Error).message}`);
  }
}

function SuppressForm({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const queries = useQueryClient();
  const candidates = candidatesOf(alert);
  const [chosen, setChosen] = useState(() => {
    const usual = candidates.map(([name]) => name).filter((name) => USUAL.has(name));
    return new Set(usual.length >= FEWEST ? usual : candidates.slice(0, FEWEST).map(([name]) => name));
  });
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(30);
  const match: SuppressionMatch = Object.fromEntries(candidates.filter(([name]) => chosen.has(name)));
  const enough = chosen.size >= FEWEST;
  const preview = useQuery({
    queryKey: ['preview', match],
    queryFn: () => send<SuppressionPreview>('POST', '/api/suppressions/preview', { match }),
    enabled: enough,
  });
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  const make = async () => {
    try {
      const body = { match, reason: reason.trim(), expiresAt: Date.now() + days * DAY_MS };
      const made = await send<Suppression>('POST', '/api/suppressions', body);
      void queries.invalidateQueries({ queryKey: ['suppressions'] });
      say('Suppressed', () => void takeBack(made.id));
      onClose();
    } catch (error) {
      say(`Not suppressed: ${(error as Error).message}`);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <fieldset className="plain-set">
        <legend className="dim">The same in all of these</legend>
        {candidates.map(([name, value]) => (
          <label className="check" key={name}>
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
            <span className="break">
              {name} <code>{value}</code>
            </span>
          </label>
        ))}
      </fieldset>
      {enough ? (
        <PreviewNote preview={preview.data} error={preview.error} />
      ) : (
        <p className="wrong">Choose at least two, so that nothing else is hidden.</p>
      )}
      <label>
        Reason
        <textarea
          value={reason}
          maxLength={2_000}
          autoFocus
          required
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label>
        Ends
        <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {ENDS.map((end) => (
            <option key={end} value={end}>
              {end === 365 ? 'a year from now' : `${end} days from now`}
            </option>
          ))}
        </select>
      </label>
      <div className="row">
        <button
          className="primary"
          disabled={!enough || reason.trim() === '' || preview.data === undefined || preview.data.refused !== undefined}
        >
          Suppress
        </button>
        <button type="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
