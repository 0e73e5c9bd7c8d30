import { useState } from 'react';
import { hrefOf } from '../app/router';
import { CopyButton } from '../parts/copy-button';
import { FirstEventLight } from './first-event-light';
import { settingsFor } from './settings';

/** For the first time: which agent, what to paste, and a light that turns on when it sends. */
export function StartPage() {
  const agents = settingsFor(location.hostname);
  const [id, setId] = useState('claude-code');
  const agent = agents.find((one) => one.id === id);
  return (
    <div className="sheet">
      <h1>Point an agent at Gander</h1>
      <FirstEventLight />
      <section className="card">
        <h2>1. Which agent?</h2>
        <div className="row" role="group" aria-label="Agent">
          {agents.map((one) => (
            <button key={one.id} aria-pressed={one.id === id} onClick={() => setId(one.id)}>
              {one.name}
            </button>
          ))}
        </div>
      </section>
      {agent && (
        <section className="card">
          <div className="row between">
            <div>
              <h2>2. Its settings</h2>
              <p className="dim">{agent.place}</p>
            </div>
            <CopyButton text={agent.text} />
          </div>
          <pre className="term">{agent.text}</pre>
        </section>
      )}
      <section className="card">
        <h2>3. Let it do something</h2>
        <p>
          Start the agent and ask it anything. Then look at <a href={hrefOf(['sessions'])}>its session</a>. No agent at
          hand? This plays one:
        </p>
        <div className="row between">
          <code>npx gander demo</code>
          <CopyButton text="npx gander demo" />
        </div>
      </section>
    </div>
  );
}
