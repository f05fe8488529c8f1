// Starts the console: removes the token of a one-time link, or what a provider answered, from the address, connects the app to the network, and renders it.
import './no-eval.ts';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { createAsk } from './api.ts';
import { App } from './app.tsx';
import { createSendFile } from './send-file.ts';
import { takeLinkToken } from './session/link-token.ts';
import { takeProviderAnswer } from './session/provider.ts';
import './ui/page.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// Before the first render and the first request: the token must not stay in the address or in the browser's history.
const linkToken = takeLinkToken(window.location, window.history);
const providerAnswer = takeProviderAnswer(window.location, window.history);
createRoot(root).render(
  <BrowserRouter>
    <App
      ask={createAsk(window.fetch.bind(window))}
      sendFile={createSendFile(() => new XMLHttpRequest())}
      linkToken={linkToken}
      providerAnswer={providerAnswer}
    />
  </BrowserRouter>,
);
