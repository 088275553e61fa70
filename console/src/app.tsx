import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { createApiClient } from './api/api-client.ts';
import { ApiContext } from './api/api-context.ts';
import { ApiError } from './api/api-error.ts';
import { type ConsoleConfig, cognitoUrl } from './config.ts';
import { router } from './router.tsx';
import { createCognito } from './session/cognito.ts';
import { createSession } from './session/session.ts';
import { SessionContext } from './session/session-context.ts';
import { theme } from './theme.ts';

const MOST_TRIES = 2;

/** What an answer may be tried again for: passing trouble, never a refusal. */
const isWorthRetrying = (failures: number, error: Error) =>
  failures < MOST_TRIES && error instanceof ApiError && error.isPassing;

export function App({ config }: { readonly config: ConsoleConfig }) {
  const { session, api, queries } = useMemo(() => createServices(config), [config]);
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.state().status === 'signed-out') queries.clear();
      }),
    [session, queries],
  );
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <SessionContext value={session}>
        <ApiContext value={api}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ApiContext>
      </SessionContext>
    </MantineProvider>
  );
}

function createServices(config: ConsoleConfig) {
  const session = createSession(
    createCognito({ url: cognitoUrl(config), clientId: config.clientId }),
    window.sessionStorage,
  );
  const api = createApiClient({ apiUrl: config.apiUrl, token: session.token });
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 1_000, refetchOnWindowFocus: false } },
  });
  return { session, api, queries };
}
