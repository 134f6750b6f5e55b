import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, isSignedOut } from './api/client';
import { meQuery } from './api/me';
import { directionOf } from './i18n';
import { router } from './router';
import { hallwayTheme } from './ui/theme/theme';
import { hallwayVariables } from './ui/theme/variables';

/** Who is signed in: an attendee, an organizer. Only what a page shows of it is asked again. */
const SESSIONS = [meQuery.queryKey, ['organizer']];
/** A session that ends in the middle of something is noticed by whatever call comes next, and asked about there. */
const onError = (error: Error) => {
  if (!isSignedOut(error)) return;
  for (const queryKey of SESSIONS) void queries.invalidateQueries({ queryKey });
};
const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => !SESSIONS.some(([session]) => session === query.queryKey[0]) && onError(error),
  }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status < 500 && error.status > 0),
    },
  },
});

export function App() {
  const { i18n } = useTranslation();
  return (
    <DirectionProvider initialDirection={directionOf(i18n.language)} detectDirection={false}>
      <MantineProvider theme={hallwayTheme} cssVariablesResolver={hallwayVariables} defaultColorScheme="auto">
        <FollowDirection language={i18n.language} />
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

/** Mantine keeps its own idea of the direction; a switch of language turns it too. */
function FollowDirection({ language }: { language: string }) {
  const { setDirection } = useDirection();
  useEffect(() => setDirection(directionOf(language)), [language, setDirection]);
  return null;
}
