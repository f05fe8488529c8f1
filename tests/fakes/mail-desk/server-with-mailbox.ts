// A server with a mailbox that is not set up yet, an administrator, a technician, and people in its directory.
import { createClock } from '../server/clock.ts';
import { personOf } from '../server/imports.ts';
import { openTestServer } from '../server/test-server.ts';
import { openDeskMailbox } from './desk-mailbox.ts';
import type { Dovecot } from './dovecot.ts';

/** `people`: their names. `at`: the server's clock, in milliseconds since 1970. */
export async function openServerWithMailbox(dovecot: Dovecot, people: readonly string[], at = Date.now()) {
  const server = await openTestServer({ clock: createClock(new Date(at).toISOString()) });
  const box = await openDeskMailbox(dovecot);
  await server.administrator();
  const technician = await server.technician();
  await server.runImport('directory', { people: people.map((name) => personOf(name)) });
  return { server, box, technician };
}
