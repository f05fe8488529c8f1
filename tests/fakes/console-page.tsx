// Renders the console for a test, at an address, against a server in memory.
import { act, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { expect, vi } from 'vitest';
import { createAsk } from '../../console/api.ts';
import { App } from '../../console/app.tsx';
import { createSendFile } from '../../console/send-file.ts';
import type { BroughtBack } from '../../console/session/provider.ts';
import type { ConsoleServer } from './console-server.ts';
import { createPerson } from './person.ts';

/** An EventSource class that receives the events of this server. */
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

/** Renders the console. Returns the user-event session of the person in front of it. */
export async function openConsole(
  server: ConsoleServer,
  address: string,
  { linkToken = null as string | null, providerAnswer = null as BroughtBack | null } = {},
) {
  const person = createPerson();
  vi.stubGlobal('EventSource', eventStreamsOf(server));
  await act(async () => {
    render(
      <MemoryRouter initialEntries={[address]}>
        <App
          ask={createAsk(server.fetch)}
          sendFile={createSendFile(() => new XMLHttpRequest())}
          linkToken={linkToken}
          providerAnswer={providerAnswer}
        />
      </MemoryRouter>,
    );
  });
  return person;
}

/** Returns the queries of the open dialog. Fluent hides it for a moment while it traps the focus. */
export async function findDialog() {
  await expect.poll(() => screen.queryByRole('dialog')?.closest('[aria-hidden="true"]')).toBeNull();
  return within(screen.getByRole('dialog'));
}
