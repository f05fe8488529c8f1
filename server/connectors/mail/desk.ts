// A help desk that works by mail, as its connector has it open.
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { Mailbox } from '../../mailboxes/mailbox.ts';
import type { ConnectorParts } from '../connector.ts';
import type { KindParts } from '../connector-kind.ts';
import type { DeskAnswers } from './desk-answers.ts';
import type { SentMails } from './sent-mails.ts';
import type { MailServer } from './smtp.ts';

export type MailParts = ConnectorParts & Pick<KindParts, 'keepFiles' | 'openParser'> & { sent: SentMails };

export interface Desk {
  settings: MailSettings;
  parts: MailParts;
  server: MailServer;
  /** null where none is configured: answers cannot be read then */
  mailbox: Mailbox | null;
  answers: DeskAnswers;
}
