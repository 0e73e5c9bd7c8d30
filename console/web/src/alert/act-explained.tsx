import type { Understood } from '../api/types';
import { CommandExplained } from './command-explained';
import { PathsAndPlaces } from './paths-and-places';

/** What an act really does: the programs that run, the files, where bytes go, what was decoded on the way. */
export function ActExplained({ act: { event, analysis } }: { act: Understood }) {
  const { action, outcome, visibility = [] } = event;
  const hidden = visibility.filter(({ state }) => state === 'hidden' || state === 'truncated' || state === 'redacted');
  return (
    <div className="explained">
      {action.type === 'exec' && action.command !== undefined && (
        <section className="stack">
          <h3>As the shell gets it</h3>
          <pre className="term">{action.command}</pre>
        </section>
      )}
      {analysis?.effects && analysis.effects.length > 0 && (
        <section className="stack">
          <h3>What it comes to</h3>
          <ul className="points">
            {analysis.effects.map((effect) => (
              <li key={effect} className="break">
                {effect}
              </li>
            ))}
          </ul>
        </section>
      )}
      {analysis && <CommandExplained analysis={analysis} />}
      {analysis && <PathsAndPlaces analysis={analysis} />}
      {outcome && (
        <section className="stack">
          <h3>
            How it ended: {outcome.status ?? 'not told'}
            {outcome.exitCode !== undefined && `, exit code ${outcome.exitCode}`}
          </h3>
          {(outcome.output ?? outcome.error) !== undefined && (
            <details>
              <summary>Output</summary>
              <pre className="term">{outcome.output ?? outcome.error}</pre>
            </details>
          )}
        </section>
      )}
      {hidden.map(({ field, state, setting }) => (
        <p className="small dim" key={field}>
          {field} is {state}
          {setting !== undefined && (
            <>
              ; <code>{setting}</code> shows it
            </>
          )}
        </p>
      ))}
    </div>
  );
}
