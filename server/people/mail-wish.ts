// What a requester wishes to be mailed, as it is stored.
import type { MailWish } from '../../contract/mail-wish.ts';
import type { Database, Row } from '../storage/schema.ts';

type WishColumns = Pick<Row<'requester'>, 'mailsAlways' | 'mailsNotices'>;

const COLUMNS: Readonly<Record<MailWish, WishColumns>> = {
  words: { mailsNotices: 0, mailsAlways: 0 },
  unshown: { mailsNotices: 1, mailsAlways: 0 },
  always: { mailsNotices: 1, mailsAlways: 1 },
};

export async function saveMailWish(db: Database, requesterId: string, wish: MailWish): Promise<void> {
  await db.updateTable('requester').set(COLUMNS[wish]).where('id', '=', requesterId).execute();
}

export function mailWishOf({ mailsAlways, mailsNotices }: WishColumns): MailWish {
  if (mailsAlways === 1) return 'always';
  return mailsNotices === 1 ? 'unshown' : 'words';
}
