// Live updates: the server sends which list changed, and the queries of that list are refetched.

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ConsoleEvent } from '../../contract/console.ts';
import { CONSOLE_API } from '../../contract/console-api.ts';
import { parseJson } from '../../contract/json.ts';
import { pathOf } from '../../contract/operation.ts';
import { unreachable } from '../../contract/primitives.ts';
import { SESSION_KEY } from './query-client.ts';

const REOPEN_MS = 5_000;

function invalidate(client: QueryClient, changed: ConsoleEvent): void {
  switch (changed) {
    case 'devices':
      // The same event covers enrolment keys and advance activations, which are part of organisations.
      void client.invalidateQueries({ queryKey: ['devices'] });
      void client.invalidateQueries({ queryKey: ['organisations'] });
      return;
    case 'tickets':
      void client.invalidateQueries({ queryKey: ['tickets'] });
      // An announcement counts the people who joined its ticket.
      void client.invalidateQueries({ queryKey: ['announcements'] });
      return;
    case 'announcements':
      void client.invalidateQueries({ queryKey: ['announcements'] });
      return;
    case 'backends':
      for (const key of ['backends', 'deliveries', 'routes'])
        void client.invalidateQueries({ queryKey: [key] });
      return;
    case 'releases':
      void client.invalidateQueries({ queryKey: ['releases'] });
      return;
    case 'staff':
      void client.invalidateQueries({ queryKey: ['staff'] });
      return;
    default:
      unreachable(changed);
  }
}

function parseEvent(data: string): ConsoleEvent | null {
  return ConsoleEvent.safeParse(parseJson(data)).data ?? null;
}

/** Listens to the event stream. Returns the function that stops it. */
function listen(client: QueryClient): () => void {
  let interrupted = false;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const stream = new EventSource(pathOf(CONSOLE_API.listenForChanges));
    stream.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      const changed = parseEvent(data);
      if (changed) invalidate(client, changed);
    });
    stream.addEventListener('open', () => {
      // Events were missed while the stream was down.
      if (interrupted) {
        for (const event of ConsoleEvent.options) invalidate(client, event);
        // the server ends a stream when the person may do something else now
        void client.invalidateQueries({ queryKey: SESSION_KEY });
      }
      interrupted = false;
    });
    stream.addEventListener('error', () => {
      interrupted = true;
      // The browser reopens a broken stream, but not one that was refused, such as by a server that is stopping.
      if (stream.readyState !== EventSource.CLOSED) return;
      reopening = setTimeout(() => {
        current = open();
      }, REOPEN_MS);
    });
    return stream;
  };
  let current = open();
  return () => {
    clearTimeout(reopening);
    current.close();
  };
}

/** Listens while mounted. A lost event costs a minute at most: every query is refetched at that interval anyway. */
export function useLiveContent(): void {
  const client = useQueryClient();
  useEffect(() => listen(client), [client]);
}
