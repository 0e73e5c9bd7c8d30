import { useState } from 'react';
import type { ReactNode } from 'react';
import { signOut } from '../api/client';
import { useLiveState } from '../api/stream';
import { Toasts } from '../parts/toast';
import logo from './gander.svg';
import { hrefOf, usePlace } from './router';
import { applyTheme, nextTheme, readTheme } from './theme';
import { useUser } from './user';

const PAGES = [
  ['inbox', 'Inbox'],
  ['incidents', 'Incidents'],
  ['sessions', 'Sessions'],
  ['sources', 'Sources'],
  ['fleet', 'Fleet'],
  ['suppressions', 'Suppressions'],
] as const;

const WITHIN: Readonly<Record<string, string>> = { replay: 'sessions', start: 'sources', alerts: 'inbox' };

/** What is around each page: where one can go, whether the line is live, dark or light. */
export function Shell({ children }: { children: ReactNode }) {
  const user = useUser();
  const [theme, setTheme] = useState(readTheme);
  const live = useLiveState() === 'live';
  const [first = 'inbox'] = usePlace().path;
  const here = WITHIN[first] ?? first;
  const turn = () => {
    applyTheme(nextTheme(theme));
    setTheme(nextTheme(theme));
  };
  return (
    <div className="shell">
      <header className="bar">
        <a className="brand" href={hrefOf(['inbox'])}>
          <img src={logo} alt="" /> Gander
        </a>
        <nav className="nav" aria-label="Pages">
          {PAGES.map(([path, title]) => (
            <a key={path} href={hrefOf([path])} aria-current={here === path ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <div className="bar-end">
          <span className={live ? 'live on' : 'live'} role="status">
            {live ? 'Live' : 'Connecting'}
          </span>
          <button className="plain" onClick={turn} title="Dark, light, or as the system has it">
            {theme === 'system' ? 'Auto' : theme === 'dark' ? 'Dark' : 'Light'}
          </button>
          <button className="plain" onClick={() => void signOut()} title={`Signed in as ${user}`}>
            Sign out
          </button>
        </div>
      </header>
      <main className="page" id="page">
        {children}
      </main>
      <Toasts />
    </div>
  );
}
