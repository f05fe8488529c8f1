// A valid request for each operation on mails that wait for a technician.
import { v7 } from 'uuid';
import type { CONSOLE_DESK_API } from '../../../../contract/console-desk-api.ts';
import type { Builder } from './request.ts';

type Named = 'listHeldMails' | 'decideHeldMail';

/** An operation without a request here does not compile. */
export const HELD_MAIL_REQUESTS: { readonly [N in Named & keyof typeof CONSOLE_DESK_API]: Builder<N> } = {
  listHeldMails: () => ({}),
  decideHeldMail: async ({ desk }) => {
    const id = v7();
    const now = desk.clock.now().toISOString();
    await desk.alter(
      `INSERT INTO desk_mail (id, place, hash, sender, sender_name, subject, received_at, taken_at, outcome, reason, text, left_out)
       VALUES (?, ?, ?, 'eve@elsewhere.example', 'Eve', 'Hello', ?, ?, 'held', 'stranger', 'Words', '[]')`,
      ...[id, id, id, now, now],
    );
    return { params: { id }, body: { act: 'refuse', answer: false } };
  },
};
