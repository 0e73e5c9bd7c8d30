import type { Analysis, Run } from '../api/types';

/** Each program that the command would start, wrappers taken off, in the order of the text. */
export function CommandExplained({ analysis }: { analysis: Analysis }) {
  const { invocations, problems, bounded, decoded = [] } = analysis;
  if (invocations.length === 0) return null;
  const moves = new Set(invocations.map(({ cwd }) => cwd)).size > 1;
  return (
    <section className="stack">
      <h3>What runs</h3>
      <ol className="runs">
        {invocations.map((run, index) => (
          <RunItem key={index} run={run} moves={moves} />
        ))}
      </ol>
      {decoded.map((text, index) => (
        <div key={index}>
          <p className="small dim">Decoded on the way</p>
          <pre className="term">{text}</pre>
        </div>
      ))}
      {problems.length > 0 && (
        <p className="small dim">The text is no whole script: {problems.map(({ kind }) => kind).join(', ')}.</p>
      )}
      {bounded && <p className="small dim">It is longer than what is looked at; more may run.</p>}
    </section>
  );
}

/** `moves`: not all of them run in one folder. */
function RunItem({ run, moves }: { run: Run; moves: boolean }) {
  const notes = notesOf(run, moves);
  return (
    <li>
      <code>
        <strong>{run.program.replaceAll(UNKNOWN, '…') || '(nothing)'}</strong>{' '}
        {[...run.args, ...run.redirections.map(redirectionOf)].join(' ').replaceAll(UNKNOWN, '…')}
      </code>
      {notes.length > 0 && (
        <div className="row small">
          {notes.map((note) => (
            <span key={note} className={note.startsWith('decoded') ? 'tag warn' : 'tag'}>
              {note}
            </span>
          ))}
        </div>
      )}
      {run.stdin !== undefined && <Text name="reads on its standard input" text={run.stdin} />}
      {run.code?.map(({ language, text }, at) => (
        <Text key={at} name={`runs ${language}`} text={text} />
      ))}
    </li>
  );
}

/** As one types it: the usual descriptor is left out. */
function redirectionOf({ fd, operator, target }: Run['redirections'][number]): string {
  const usual = operator.startsWith('<') ? '0' : '1';
  return `${String(fd) === usual ? '' : fd}${operator}${target}`;
}

/** Texts up to so many characters are shown at once. */
const SHORT = 400;
/** Stands for what cannot be known before running. */
const UNKNOWN = '\uFFFD';

const Text = ({ name, text }: { name: string; text: string }) => (
  <details open={text.length <= SHORT}>
    <summary className="small">{name}</summary>
    <pre className="term">{text}</pre>
  </details>
);

function notesOf(run: Run, moves: boolean): string[] {
  const notes = run.via.map((via) => (via === 'decoded' ? 'decoded first' : `through ${via}`));
  if (run.as !== undefined) notes.push(`as ${run.as}`);
  if (run.remote) notes.push(`on ${run.remote.kind} ${run.remote.target}`);
  if (run.background) notes.push('in the background');
  if (moves && run.cwd !== undefined) notes.push(`in ${run.cwd}`);
  return [...new Set(notes)];
}
