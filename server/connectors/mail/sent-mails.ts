// The sent-mail log of one backend: mails that may have been sent, mails that were sent, and their tickets' numbers.
import type { Database, Row } from '../../storage/schema.ts';
import type { SentMailTable } from '../../storage/sent-mail-table.ts';
import type { Person } from '../connector.ts';

export interface SentMail extends Omit<SentMailTable, 'backendId' | 'senderName' | 'senderEmail'> {
  sender: Person;
}

export interface SentMails {
  find(key: string): Promise<SentMail | null>;
  /** Adds a mail before its end is sent. An existing row stays unchanged. */
  begin(mail: Omit<SentMail, 'state' | 'number'>): Promise<void>;
  /** Marks a mail as accepted by the mail server; `messageId` is its final one. */
  settle(key: string, messageId: string, sentAt: string): Promise<void>;
  /** Removes a mail that was certainly not sent. */
  forget(key: string): Promise<void>;
  /** Stores a ticket's number, unless it has one or another ticket has this one. Returns whether it has this number now. */
  learnNumber(ticketKey: string, number: string): Promise<boolean>;
  /** Finds our mails with one of these Message-IDs, keys or reply keys, the oldest first. */
  findAny(ids: {
    messageIds?: readonly string[];
    keys?: readonly string[];
    replyKeys?: readonly string[];
  }): Promise<SentMail[]>;
  /** Returns the addresses of all who have written mails of this ticket. */
  sendersOf(ticketKey: string): Promise<string[]>;
  /** Finds the mail that created the ticket of this number. */
  findByNumber(number: string): Promise<SentMail | null>;
  /** Returns when the oldest ticket without a number was sent, or null. */
  oldestAwaited(): Promise<string | null>;
}

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
      const known = await rows().where('number', '=', number).executeTakeFirst();
      if (known) return known.key === ticketKey;
      const { numUpdatedRows } = await change(ticketKey)
        .set({ number })
        .where('number', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async findAny({ messageIds = [], keys = [], replyKeys = [] }) {
      if (messageIds.length + keys.length + replyKeys.length === 0) return [];
      const found = await rows()
        .where((where) =>
          where.or([
            where('messageId', 'in', [...messageIds]),
            where('key', 'in', [...keys]),
            where('replyKey', 'in', [...replyKeys]),
          ]),
        )
        .orderBy('sentAt')
        .execute();
      return found.map(mailOf);
    },
    async sendersOf(ticketKey) {
      const found = await rows().where('ticketKey', '=', ticketKey).execute();
      return found.map(({ senderEmail }) => senderEmail);
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
