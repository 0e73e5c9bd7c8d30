import logo from './gander.svg';

/** Shown to nobody in particular: how to get a one-time address. */
export function SignIn({ spent, problem }: { spent: boolean; problem: string | undefined }) {
  return (
    <main className="sign">
      <div className="card">
        <img src={logo} alt="" />
        <h1>Sign in to Gander</h1>
        {spent && <p className="wrong">That address has been used or is older than ten minutes.</p>}
        {problem !== undefined && <p className="wrong">{problem}</p>}
        <p>Open the address that Gander printed when it started, or print a fresh one where Gander runs:</p>
        <pre className="term">npx gander console-url</pre>
        <p className="dim small">
          The address works once, for ten minutes. Agents on this machine cannot read along without it.
        </p>
      </div>
    </main>
  );
}
