import { FleetPage } from '../fleet/fleet-page';
import { InboxPage } from '../inbox/inbox-page';
import { AlertPage } from '../alert/alert-page';
import { IncidentPage } from '../incident/incident-page';
import { IncidentsPage } from '../incident/incidents-page';
import { ReplayPage } from '../replay/replay-page';
import { SessionsPage } from '../sessions/sessions-page';
import { SourcesPage } from '../sources/sources-page';
import { StartPage } from '../sources/start-page';
import { SuppressionsPage } from '../suppressions/suppressions-page';
import { usePlace } from './router';

/** The page that the address names. */
export function Pages() {
  const { path, query } = usePlace();
  const [page, id] = path;
  switch (page) {
    case 'incidents':
      return id === undefined ? <IncidentsPage /> : <IncidentPage key={id} id={id} />;
    case 'alerts':
      return id === undefined ? <InboxPage /> : <AlertPage key={id} id={id} />;
    case 'sessions':
      return <SessionsPage />;
    case 'replay':
      return id === undefined ? (
        <SessionsPage />
      ) : (
        <ReplayPage key={id} session={id} at={query.get('at') ?? undefined} />
      );
    case 'sources':
      return <SourcesPage />;
    case 'start':
      return <StartPage />;
    case 'fleet':
      return <FleetPage />;
    case 'suppressions':
      return <SuppressionsPage />;
    default:
      return <InboxPage />;
  }
}
