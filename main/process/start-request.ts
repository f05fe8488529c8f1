// What a start of Guichet asks for: nothing but to be there, or what the jump list or a guichet:// link names.
import { IdempotencyKey } from '../../contract/primitives.ts';

export type StartRequest =
  | { kind: 'hidden' }
  | { kind: 'plain' }
  | { kind: 'new-ticket' }
  | { kind: 'my-tickets' }
  | { kind: 'ticket'; id: string };

/** What the jump list of the task bar starts it with. */
export const LAUNCH = { capture: '--new-ticket', tickets: '--my-tickets' } as const;
/** What the installer starts it with at sign-in. */
const HIDDEN = '--hidden';
const TICKET = /^guichet:\/\/ticket\/([0-9a-f-]{36})\/?$/i;
const NEW_TICKET = /^guichet:\/\/new\/?$/i;

/**
 * A link anybody can put on a page: only two are known, letter by letter, and each but opens what the person could open
 * by hand. Chromium puts switches of its own among the arguments.
 */
export function startRequest(argv: readonly string[]): StartRequest {
  for (const argument of argv) {
    if (NEW_TICKET.test(argument)) return { kind: 'new-ticket' };
    const id = IdempotencyKey.safeParse(TICKET.exec(argument)?.[1]?.toLowerCase());
    if (id.success) return { kind: 'ticket', id: id.data };
  }
  if (argv.includes(LAUNCH.capture)) return { kind: 'new-ticket' };
  if (argv.includes(LAUNCH.tickets)) return { kind: 'my-tickets' };
  return { kind: argv.includes(HIDDEN) ? 'hidden' : 'plain' };
}
