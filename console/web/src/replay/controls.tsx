import { memo } from 'react';
import { titleOf } from './acts';
import type { Act } from './acts';
import { SPEEDS } from './use-player';
import type { Player } from './use-player';

/** Play, pause, step, jump, and the line of the session with its alerts on it. */
export function Controls({ acts, player }: { acts: readonly Act[]; player: Player }) {
  const { at, plays, speed } = player;
  const act = acts[at];
  return (
    <div className="controls">
      <div className="row">
        <button className="primary play" onClick={player.toggle}>
          {plays ? 'Pause' : 'Play'}
        </button>
        <button onClick={() => player.step(-1)} disabled={at === 0} title="One step back (k)">
          ‹ Step
        </button>
        <button onClick={() => player.step(1)} disabled={at >= acts.length - 1} title="One step on (j)">
          Step ›
        </button>
        <button onClick={() => player.toAlert(-1)} title="To the alert before ([)">
          ‹ Alert
        </button>
        <button onClick={() => player.toAlert(1)} title="To the next alert (])">
          Alert ›
        </button>
        <select aria-label="Speed" value={speed} onChange={(event) => player.setSpeed(Number(event.target.value))}>
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
      </div>
      <div className="line">
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={act && titleOf(act.event.action).slice(0, 80)}
          min={0}
          max={Math.max(0, acts.length - 1)}
          value={at}
          onChange={(event) => player.moveTo(Number(event.target.value))}
        />
        <Marks acts={acts} />
      </div>
    </div>
  );
}

/** Where on the line the alerts are. */
const Marks = memo(function Marks({ acts }: { acts: readonly Act[] }) {
  const last = Math.max(1, acts.length - 1);
  return (
    <div className="marks" aria-hidden="true">
      {acts.map(
        ({ alerts: [alert], id }, index) =>
          alert && <i key={id} className={`sev ${alert.severity}`} style={{ left: `${(index / last) * 100}%` }} />,
      )}
    </div>
  );
});
