// What a start of Guichet requests: to open nothing, or the target of the jump list or of a guichet:// link.
import { IdempotencyKey } from '../../contract/primitives.ts';

export type StartRequest =
  | { kind: 'hidden' }
  | { kind: 'plain' }
  | { kind: 'new-ticket' }
  | { kind: 'my-tickets' }
  | { kind: 'ticket'; id: string };

/** The arguments of the jump list. */
export const LAUNCH = { capture: '--new-ticket', tickets: '--my-tickets' } as const;
/** The argument of the installer's start at sign-in. */
const HIDDEN = '--hidden';
const TICKET = /^guichet:\/\/ticket\/([0-9a-f-]{36})\/?$/i;
const NEW_TICKET = /^guichet:\/\/new\/?$/i;

/**
 * Any page can contain a guichet:// link, so only two exact forms are accepted, and each only opens what the user could
 * open by hand. Chromium adds its own switches to the arguments.
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
