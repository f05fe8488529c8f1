// The entry of every window: reads the agent's state and renders the screen named after `#` in the address.
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Screen } from '../contract/ipc.ts';
import { CaptureScreen } from './capture/capture-screen.tsx';
import { App } from './ui/app.tsx';
import { rememberLast } from './ui/last-notice.ts';
import './ui/page.css';
import { createTexts } from './ui/texts.ts';

const bridge = window.guichet;
// Subscribed before anything else: these notices may come while the window loads.
const states = rememberLast(bridge.hear['app:state']);
const ticketToShow = rememberLast(bridge.hear['tickets:show']);

/** The page contains the form, whose window waits hidden. Each other window loads only its own screen. */
const SCREENS: Record<Screen, () => Promise<ReactNode>> = {
  capture: async () => <CaptureScreen />,
  tickets: async () => {
    const { TicketsScreen } = await import('./tickets/tickets-screen.tsx');
    return <TicketsScreen toShow={ticketToShow} />;
  },
  settings: async () => {
    const { SettingsScreen } = await import('./settings/settings-screen.tsx');
    return <SettingsScreen />;
  },
  about: async () => {
    const { AboutScreen } = await import('./about/about-screen.tsx');
    return <AboutScreen />;
  },
  region: async () => {
    const { RegionScreen } = await import('./region/region-screen.tsx');
    return <RegionScreen />;
  },
  countdown: async () => {
    const { CountdownScreen } = await import('./countdown/countdown-screen.tsx');
    return <CountdownScreen />;
  },
};

function isScreen(name: string): name is Screen {
  return Object.hasOwn(SCREENS, name);
}

async function start(root: HTMLElement): Promise<void> {
  const name = window.location.hash.replace(/^#\/(\w*).*$/, '$1');
  if (!isScreen(name)) throw new Error(`no screen is named ${name}`);
  const [state, screen] = await Promise.all([bridge.ask['app:state'](), SCREENS[name]()]);
  if (!state.ok) throw new Error(`app:state was refused: ${state.error.code}`);
  createRoot(root).render(
    <App bridge={bridge} texts={createTexts(state.value.language)} firstState={state.value} states={states}>
      {screen}
    </App>,
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
void start(root);
