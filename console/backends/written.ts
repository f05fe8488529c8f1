// A backend as it is being written: every field is what its input holds, until all of them can be sent.

import type { AteraSettings } from '../../contract/atera-settings.ts';
import type { BackendKind, BackendSecrets, ListedBackend } from '../../contract/backends.ts';
import type { ItopSettings } from '../../contract/itop-settings.ts';
import type { MailSettings } from '../../contract/mail-settings.ts';
import { type Impact, type Language, type Urgency, unreachable } from '../../contract/primitives.ts';
import {
  ATERA,
  ITOP,
  MAIL_TEMPLATE,
  NUMBER_PATTERN,
  OCTOPUS_REQUEST_TEMPLATE,
  REPLY_TAG,
} from './presets.ts';
import { type Row, rowsOf } from './rows.ts';

/** The kinds that are added; the built-in desk is there already. */
export const ADDED_KINDS = ['itop', 'atera', 'mail'] as const satisfies readonly BackendKind[];
export type AddedKind = (typeof ADDED_KINDS)[number];

export interface ItopWritten {
  url: string;
  signIn: 'password' | 'token';
  user: string;
  organisations: Row[];
  incidentClass: ItopSettings['incidentClass'];
  statuses: Row[];
  impacts: Record<Impact, string>;
  urgencies: Record<Urgency, string>;
  timeZone: string;
  extraFields: Row[];
}

export interface AteraWritten {
  url: string;
  signIn: AteraSettings['signIn'];
  /** empty for none */
  deviceField: string;
  statuses: Row[];
  impacts: Record<Impact, string>;
  priorities: Record<Urgency, string>;
  linkDays: string;
  language: Language;
}

/** A mail server as it is typed; an empty user signs in nowhere. */
export interface ServerWritten {
  host: string;
  port: string;
  secure: boolean;
  user: string;
}

export interface MailWritten {
  to: string;
  smtp: ServerWritten;
  /** whether a mailbox is read */
  reads: boolean;
  imap: ServerWritten & { folder: string };
  replyTo: string;
  numberPattern: string;
  /** empty for none */
  statusPattern: string;
  statuses: Row[];
  replyTag: string;
  template: string;
  serviceRequestTemplate: string;
  awaitNumberHours: string;
  /** separated by commas, spaces or lines */
  senders: string;
  language: Language;
}

/** Every kind at once: what was typed for one is there again when it is chosen again. */
export interface Written {
  name: string;
  kind: AddedKind;
  itop: ItopWritten;
  atera: AteraWritten;
  mail: MailWritten;
  /** empty where the kept one stays */
  secrets: Record<keyof BackendSecrets, string>;
}

/** `language` is the administrator's: that of the technicians is most often the same. */
export function blank(language: Language = 'en'): Written {
  return {
    name: '',
    kind: 'itop',
    itop: { ...itopWritten(ITOP), url: '', signIn: 'password' },
    atera: { ...ateraWritten(ATERA), language },
    mail: {
      to: '',
      smtp: { host: '', port: '587', secure: false, user: '' },
      reads: true,
      imap: { host: '', port: '993', secure: true, user: '', folder: 'INBOX' },
      replyTo: '',
      numberPattern: NUMBER_PATTERN,
      statusPattern: '',
      statuses: [],
      replyTag: REPLY_TAG,
      template: MAIL_TEMPLATE,
      serviceRequestTemplate: OCTOPUS_REQUEST_TEMPLATE,
      awaitNumberHours: '4',
      senders: '',
      language,
    },
    secrets: { password: '', token: '', imapPassword: '' },
  };
}

/** A backend that is changed, its settings as for a new one where they cannot be read; null where there is nothing to change. */
export function writtenOf({
  name,
  kind,
  settings,
}: Pick<ListedBackend, 'name' | 'kind' | 'settings'>): Written | null {
  switch (settings?.kind) {
    case undefined:
      return kind === 'built-in' ? null : { ...blank(), name, kind };
    case 'built-in':
      return null;
    case 'itop':
      return { ...blank(), name, kind: 'itop', itop: itopWritten(settings) };
    case 'atera':
      return { ...blank(), name, kind: 'atera', atera: ateraWritten(settings) };
    case 'mail':
      return { ...blank(), name, kind: 'mail', mail: mailWritten(settings) };
    default:
      return unreachable(settings);
  }
}

function itopWritten(settings: ItopSettings): ItopWritten {
  const { url, user, organisations, incidentClass, statuses, impacts, urgencies, timeZone, extraFields } =
    settings;
  return {
    ...{ url, incidentClass, timeZone },
    ...{ impacts: { ...ITOP.impacts, ...impacts }, urgencies: { ...ITOP.urgencies, ...urgencies } },
    signIn: user === null ? 'token' : 'password',
    user: user ?? '',
    organisations: rowsOf(organisations),
    statuses: rowsOf(statuses),
    extraFields: rowsOf(extraFields),
  };
}

function ateraWritten(settings: AteraSettings): AteraWritten {
  const { url, signIn, deviceField, statuses, impacts, priorities, linkDays, language } = settings;
  return {
    ...{ url, signIn, language },
    ...{ impacts: { ...ATERA.impacts, ...impacts }, priorities: { ...ATERA.priorities, ...priorities } },
    deviceField: deviceField ?? '',
    statuses: rowsOf(statuses),
    linkDays: String(linkDays),
  };
}

function mailWritten(settings: MailSettings): MailWritten {
  const { smtp, imap, statusPattern, statuses, awaitNumberHours, senders, kind: _, ...rest } = settings;
  return {
    ...rest,
    smtp: serverWritten(smtp),
    reads: imap !== null,
    imap: imap ? { ...serverWritten(imap), folder: imap.folder } : blank().mail.imap,
    statusPattern: statusPattern ?? '',
    statuses: rowsOf(statuses),
    awaitNumberHours: String(awaitNumberHours),
    senders: senders.join(', '),
  };
}

function serverWritten({ host, port, secure, user }: MailSettings['smtp']): ServerWritten {
  return { host, port: String(port), secure, user: user ?? '' };
}
