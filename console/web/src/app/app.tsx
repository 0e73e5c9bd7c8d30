import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onSignedOut, session, signIn } from '../api/client';
import { startStream } from '../api/stream';
import { Pages } from './pages';
import { Shell } from './shell';
import { SignIn } from './sign-in';
import { applyTheme, readTheme } from './theme';
import { User } from './user';

applyTheme(readTheme());

/** The code of an address such as `#code=…`, taken out of the address and the history at once: it works only once. */
function takeCode(): string | undefined {
  const code = /^#code=([\w.~-]{1,200})$/.exec(location.hash)?.[1];
  if (code !== undefined) history.replaceState(null, '', '#/inbox');
  return code;
}

const code = takeCode();
const arrival = code === undefined ? session : () => signIn(code);
let arrived: Promise<string | undefined> | undefined;

export function App() {
  const queries = useQueryClient();
  const {
    data: user,
    error,
    isPending,
  } = useQuery({
    queryKey: ['session'],
    queryFn: async () => (await (arrived ??= arrival().catch(() => session()))) ?? null,
    staleTime: Infinity,
  });
  useEffect(() => {
    onSignedOut(() => {
      arrived = Promise.resolve(undefined);
      queries.setQueryData(['session'], null);
    });
  }, [queries]);
  const signedIn = typeof user === 'string';
  useEffect(() => (signedIn ? startStream() : undefined), [signedIn]);

  if (isPending) return null;
  if (!signedIn) return <SignIn spent={code !== undefined} problem={error?.message} />;
  return (
    <User value={user}>
      <Shell>
        <Pages />
      </Shell>
    </User>
  );
}
