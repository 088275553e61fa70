import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { loadConfig } from './config.ts';
import { startTranslations } from './i18n/i18n.ts';
import { StartError } from './shell/start-error.tsx';
import { theme } from './theme.ts';

/** Speaks, finds out where everything is, and shows the console, or why it cannot. */
export async function start(container: HTMLElement): Promise<void> {
  const root = createRoot(container);
  await startTranslations();
  try {
    const config = await loadConfig();
    root.render(
      <StrictMode>
        <App config={config} />
      </StrictMode>,
    );
  } catch (error) {
    root.render(
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <StartError reason={error instanceof Error ? error.message : String(error)} />
      </MantineProvider>,
    );
  }
}
