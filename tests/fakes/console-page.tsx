// The console as a page under test: opened at an address, on a server in memory.
import { act, render } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';
import { createAsk } from '../../console/api.ts';
import { App } from '../../console/app.tsx';
import { createSendFile } from '../../console/send-file.ts';
import type { ConsoleServer } from './console-server.ts';
import { createPerson } from './person.ts';

/** The browser's end of a server's event stream. */
function eventStreamsOf({ streams }: ConsoleServer) {
  return class extends EventTarget {
    readonly readyState = 1;
    constructor() {
      super();
      streams.add(this);
    }
    close(): void {
      streams.delete(this);
    }
  };
}

/** Opens the console, and answers the person in front of it. */
export async function openConsole(
  server: ConsoleServer,
  address: string,
  { setupToken = null as string | null } = {},
) {
  const person = createPerson();
  vi.stubGlobal('EventSource', eventStreamsOf(server));
  await act(async () => {
    render(
      <MemoryRouter initialEntries={[address]}>
        <App
          ask={createAsk(server.fetch)}
          sendFile={createSendFile(() => new XMLHttpRequest())}
          setupToken={setupToken}
        />
      </MemoryRouter>,
    );
  });
  return person;
}
