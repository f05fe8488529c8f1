// The start of every window: the screen named after `#` in its address, once the agent has told its state.
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Screen } from '../contract/ipc.ts';
import { AboutScreen } from './about/about-screen.tsx';
import { CaptureScreen } from './capture/capture-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { TicketsScreen } from './tickets/tickets-screen.tsx';
import { App } from './ui/app.tsx';
import { rememberLast } from './ui/last-notice.ts';
import './ui/page.css';
import { createTexts } from './ui/texts.ts';

const bridge = window.guichet;
// heard from the first moment: a window opened to show a ticket is told which one as soon as it has loaded
const ticketToShow = rememberLast(bridge.hear['tickets:show']);

const SCREENS: Record<Screen, () => ReactNode> = {
  capture: () => <CaptureScreen />,
  tickets: () => <TicketsScreen toShow={ticketToShow} />,
  settings: () => <SettingsScreen />,
  about: () => <AboutScreen />,
};

function isScreen(name: string): name is Screen {
  return Object.hasOwn(SCREENS, name);
}

async function start(root: HTMLElement): Promise<void> {
  const name = window.location.hash.replace(/^#\//, '');
  if (!isScreen(name)) throw new Error(`no screen is named ${name}`);
  const state = await bridge.ask['app:state']();
  if (!state.ok) throw new Error(`app:state was refused: ${state.error.code}`);
  createRoot(root).render(
    <App bridge={bridge} texts={createTexts(state.value.language)} firstState={state.value}>
      {SCREENS[name]()}
    </App>,
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
void start(root);
