// The book of mails that left for one backend: what may have been sent, what was, and the numbers learnt for it.
import type { Database, Row } from '../../storage/schema.ts';
import type { SentMailTable } from '../../storage/sent-mail-table.ts';
import type { Person } from '../connector.ts';

export interface SentMail extends Omit<SentMailTable, 'backendId' | 'senderName' | 'senderEmail'> {
  sender: Person;
}

export interface SentMails {
  find(key: string): Promise<SentMail | null>;
  /** Written before the end of a mail is sent. One that is in the book already stays as it is. */
  begin(mail: Omit<SentMail, 'state' | 'number'>): Promise<void>;
  /** The mail server took it; `messageId` is the one that it left with. */
  settle(key: string, messageId: string, sentAt: string): Promise<void>;
  /** It was certainly not sent. */
  forget(key: string): Promise<void>;
  /** The first number that a ticket is given stays. */
  learnNumber(ticketKey: string, number: string): Promise<void>;
  /** Mails of ours that carry one of these Message-IDs or keys. */
  findAny(messageIds: readonly string[], keys: readonly string[]): Promise<SentMail[]>;
  /** The mail that made the ticket of this number. */
  findByNumber(number: string): Promise<SentMail | null>;
  /** When the oldest ticket whose number is awaited was sent; null when none is. */
  oldestAwaited(): Promise<string | null>;
}

/** The book of one backend. */
export function createSentMails(db: Database, backendId: string): SentMails {
  const rows = () => db.selectFrom('sentMail').selectAll().where('backendId', '=', backendId);
  const change = (key: string) =>
    db.updateTable('sentMail').where('backendId', '=', backendId).where('key', '=', key);
  return {
    find: async (key) => mailOrNull(await rows().where('key', '=', key).executeTakeFirst()),
    async begin({ sender, ...mail }) {
      const row = { ...mail, backendId, state: 'sending' as const, number: null };
      await db
        .insertInto('sentMail')
        .values({ ...row, senderName: sender.fullName, senderEmail: sender.email })
        .onConflict((conflict) => conflict.columns(['backendId', 'key']).doNothing())
        .execute();
    },
    async settle(key, messageId, sentAt) {
      await change(key).set({ state: 'sent', messageId, sentAt }).execute();
    },
    async forget(key) {
      await db
        .deleteFrom('sentMail')
        .where('backendId', '=', backendId)
        .where('key', '=', key)
        .where('state', '=', 'sending')
        .execute();
    },
    async learnNumber(ticketKey, number) {
      await change(ticketKey).set({ number }).where('number', 'is', null).execute();
    },
    async findAny(messageIds, keys) {
      if (messageIds.length + keys.length === 0) return [];
      const found = await rows()
        .where((where) =>
          where.or([where('messageId', 'in', [...messageIds]), where('key', 'in', [...keys])]),
        )
        .orderBy('sentAt')
        .execute();
      return found.map(mailOf);
    },
    findByNumber: async (number) =>
      mailOrNull(
        await rows()
          .where('number', '=', number)
          .where('operation', '=', 'create-ticket')
          .orderBy('sentAt', 'desc')
          .executeTakeFirst(),
      ),
    async oldestAwaited() {
      const awaited = await rows()
        .where('operation', '=', 'create-ticket')
        .where('number', 'is', null)
        .orderBy('sentAt')
        .executeTakeFirst();
      return awaited?.sentAt ?? null;
    },
  };
}

function mailOrNull(row: Row<'sentMail'> | undefined): SentMail | null {
  return row ? mailOf(row) : null;
}

function mailOf({ backendId: _, senderName, senderEmail, ...row }: Row<'sentMail'>): SentMail {
  return { ...row, sender: { email: senderEmail, fullName: senderName } };
}
