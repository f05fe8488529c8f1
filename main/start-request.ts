// What a start of Guichet asks for: nothing but to be there, or what a guichet:// link names.
import { IdempotencyKey } from '../contract/words.ts';

export type StartRequest =
  | { kind: 'hidden' }
  | { kind: 'plain' }
  | { kind: 'new-ticket' }
  | { kind: 'ticket'; id: string };

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
  return { kind: argv.includes(HIDDEN) ? 'hidden' : 'plain' };
}
