// A valid request for each operation on mails that wait for a technician.
import { v7 } from 'uuid';
import type { CONSOLE_DESK_API } from '../../../../contract/console-desk-api.ts';
import type { Builder } from './request.ts';
import type { Stage } from './stage.ts';

type Named = 'listHeldMails' | 'readHeldMailFile' | 'decideHeldMail';

/** An operation without a request here does not compile. */
export const HELD_MAIL_REQUESTS: { readonly [N in Named & keyof typeof CONSOLE_DESK_API]: Builder<N> } = {
  listHeldMails: () => ({}),
  readHeldMailFile: async (stage) => {
    const id = await holdMail(stage);
    await stage.desk.alter(
      `INSERT INTO desk_mail_file (mail_id, position, sha256, name, media_type, size)
       SELECT ?, 0, sha256, 'a.txt', 'text/plain', 1 FROM attachment LIMIT 1`,
      id,
    );
    return { params: { id, position: '0' } };
  },
  decideHeldMail: async (stage) => ({
    params: { id: await holdMail(stage) },
    body: { act: 'refuse', answer: false },
  }),
};

/** Of a stranger. Returns its id. */
async function holdMail({ desk }: Stage): Promise<string> {
  const id = v7();
  const now = desk.clock.now().toISOString();
  await desk.alter(
    `INSERT INTO desk_mail (id, place, hash, sender, sender_name, subject, received_at, taken_at, outcome, reason, text, left_out)
     VALUES (?, ?, ?, 'eve@elsewhere.example', 'Eve', 'Hello', ?, ?, 'held', 'stranger', 'Words', '[]')`,
    ...[id, id, id, now, now],
  );
  return id;
}
