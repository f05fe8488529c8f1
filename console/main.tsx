// Starts the console: takes the set-up token out of the address, wires network and memory, and shows the app.
import './no-eval.ts';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { createAsk } from './api.ts';
import { App } from './app.tsx';
import { createSendFile } from './send-file.ts';
import { takeSetupToken } from './session/setup-token.ts';
import './ui/page.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// Before anything is drawn or asked: the token must not stay in the address, nor in the browser's history.
const setupToken = takeSetupToken(window.location, window.history);
createRoot(root).render(
  <BrowserRouter>
    <App
      ask={createAsk(window.fetch.bind(window))}
      sendFile={createSendFile(() => new XMLHttpRequest())}
      setupToken={setupToken}
    />
  </BrowserRouter>,
);
