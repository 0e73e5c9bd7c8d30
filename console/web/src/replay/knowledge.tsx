import { useMemo } from 'react';
import { Facts } from '../parts/facts';
import { SeverityTag } from '../parts/severity-tag';
import { clock } from '../parts/time';
import type { Act } from './acts';
import { Known } from './known';
import { ThisAct } from './this-act';

interface KnowledgeProps {
  session: string;
  acts: readonly Act[];
  at: number;
  onMove: (at: number) => void;
}

/** What Gander knew at this moment: alerts so far, what it had seen, what it makes of this act. */
export function Knowledge({ session, acts, at, onMove }: KnowledgeProps) {
  const act = acts[at];
  const told = useMemo(() => acts.flatMap(({ alerts }, index) => alerts.map((alert) => ({ alert, index }))), [acts]);
  if (!act) return null;
  const sofar = new Map(told.filter(({ index }) => index <= at).map((one) => [one.alert.id, one]));
  const { memory } = act.last;
  const risk = memory.risk ?? [...sofar.values()].reduce((sum, { alert }) => sum + alert.risk, 0);
  return (
    <aside className="knew" aria-label="What Gander knew" tabIndex={0}>
      <section className="stack">
        <div className="row between">
          <h2>What Gander knew</h2>
          <span className={risk > 0 ? 'tag bad num' : 'tag good num'}>risk {Math.round(risk * 10) / 10}</span>
        </div>
        {[...sofar.values()].map(({ alert, index }) => (
          <button
            key={alert.id}
            className={index === at ? 'knew-alert now' : 'knew-alert'}
            onClick={() => onMove(index)}
          >
            <SeverityTag severity={alert.severity} /> <span className="break">{alert.why}</span>
          </button>
        ))}
        {sofar.size === 0 && <p className="dim">No alert up to here.</p>}
      </section>
      <Facts
        rows={[
          ['folder', memory.cwd && <code>{memory.cwd}</code>],
          ['mode', memory.permissionMode],
          ['sandbox', memory.sandbox],
        ]}
      />
      <Known title="Secrets seen" of={memory.secrets} show={({ kind, from }) => [kind, from]} />
      <Known
        title="Text from outside"
        of={memory.outside}
        show={({ from, at: seen }) => [from, seen === undefined ? '' : clock(seen)]}
      />
      <Known title="Files written" of={memory.filesWritten} show={({ path }) => [path, '']} />
      <Known title="Fetched" of={memory.downloads} show={({ url, path = '' }) => [url, path]} />
      <Known title="Refused" of={memory.denied} show={({ text, by = '' }) => [text, by]} />
      <Known title="Hosts named" of={memory.hosts} show={(host) => [host, '']} />
      <section className="stack">
        <h2>This act</h2>
        <ThisAct act={act} session={session} />
      </section>
    </aside>
  );
}
