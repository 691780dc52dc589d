import './no-eval.js';

import '@mantine/core/styles.layer.css';
import './look/tokens.css';
import './look/base.css';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { onSignedOut, Problem } from './ask.js';
import { Announcer } from './look/announce.js';
import { cssVariables, theme } from './look/theme.js';
import { Toaster } from './look/toast.js';
import { writePlainSearch } from './plain-search.js';
import { makeRouter } from './router.js';
import { SpeakingProvider } from './session/SpeakingProvider.js';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What is refused stays refused; what could not be reached is tried again.
      retry: (times, error) =>
        times < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
});
const router = makeRouter(client);

onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in' || router.state.status === 'pending') return;
  // A new page: nothing of what was shown stays in memory.
  window.location.assign(`/sign-in${writePlainSearch({ to: href, over: 'yes' })}`);
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
// Where a library makes a style of its own, it looks for the nonce here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

const colours = localStorageColorSchemeManager({ key: 'lazaret.theme' });

createRoot(document.getElementById('console') ?? document.body).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colours}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={client}>
        <SpeakingProvider>
          <Announcer>
            <Toaster>
              <RouterProvider router={router} />
            </Toaster>
          </Announcer>
        </SpeakingProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
