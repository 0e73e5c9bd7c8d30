import type { RefObject } from 'react';
import { stay } from '../app/router';
import { amount } from '../parts/time';
import { filterHref, SHOWN, VIEWS } from './filter';
import type { Filter, View } from './filter';

const VIEW_NAMES: Readonly<Record<View, string>> = {
  open: 'Open',
  closed: 'Closed',
  hidden: 'Suppressed and shadow',
  all: 'All',
};

export function FilterBar({
  filter,
  detectors,
  shown,
  search,
  onHelp,
}: {
  filter: Filter;
  detectors: readonly string[];
  shown: number;
  search: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
}) {
  const set = (change: Partial<Filter>) => stay(filterHref({ ...filter, ...change }));
  const toggle = (severity: (typeof SHOWN)[number]) => {
    const { severities } = filter;
    const next = severities.includes(severity)
      ? severities.filter((other) => other !== severity)
      : [...severities, severity];
    set({ severities: next });
  };
  return (
    <div className="filters" role="search">
      <input
        ref={search}
        type="search"
        aria-label="Search alerts"
        placeholder="Search  /"
        value={filter.q}
        onChange={(event) => set({ q: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          if (event.key === 'Escape') set({ q: '' });
          event.currentTarget.blur();
        }}
      />
      <div className="severities" role="group" aria-label="Severity">
        {SHOWN.slice(0, 4).map((severity) => (
          <button
            key={severity}
            className={`tag sev ${severity}`}
            aria-pressed={filter.severities.includes(severity)}
            onClick={() => toggle(severity)}
          >
            {severity}
          </button>
        ))}
      </div>
      <select aria-label="State" value={filter.view} onChange={(event) => set({ view: event.target.value as View })}>
        {VIEWS.map((view) => (
          <option key={view} value={view}>
            {VIEW_NAMES[view]}
          </option>
        ))}
      </select>
      <select
        aria-label="Detector"
        className="detector"
        value={filter.detector}
        onChange={(event) => set({ detector: event.target.value })}
      >
        <option value="">Any detector</option>
        {detectors.map((detector) => (
          <option key={detector}>{detector}</option>
        ))}
      </select>
      {filter.session !== '' && (
        <button className="tag" onClick={() => set({ session: '' })} title="Show all sessions">
          session {filter.session.slice(0, 12)} ×
        </button>
      )}
      <span className="dim num count">
        {amount(shown)} {shown === 1 ? 'alert' : 'alerts'}
      </span>
      <button className="plain" onClick={onHelp} title="Keys">
        <kbd>?</kbd>
      </button>
    </div>
  );
}
