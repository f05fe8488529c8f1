// What is to be sent of a backend that was written, or which of its fields are missing or make no sense.
import { type BackendSecrets, NewBackend } from '../../contract/backends.ts';
import { unreachable } from '../../contract/primitives.ts';
import { areRowsWrong, mapOf } from './rows.ts';
import type { ItopWritten, MailWritten, ServerWritten, Written } from './written.ts';

type SecretName = keyof BackendSecrets;

export type Read =
  | { ok: true; backend: NewBackend }
  /** names of the fields, such as `settings.smtp.port` or `secrets.password` */
  | { ok: false; wrong: ReadonlySet<string> };

/** `kept` are the secrets that need not be typed again. */
export function readWritten(written: Written, kept: readonly SecretName[]): Read {
  const used = secretsUsed(written);
  const typed = used.flatMap(({ name }) =>
    written.secrets[name] === '' ? [] : [[name, written.secrets[name]]],
  );
  const parsed = NewBackend.safeParse({
    name: written.name,
    settings: settingsOf(written),
    secrets: Object.fromEntries(typed),
  });
  const wrong = new Set(parsed.error?.issues.map(({ path }) => fieldOf(path.join('.'))));
  for (const { name, needed } of used) {
    if (needed && written.secrets[name] === '' && !kept.includes(name)) wrong.add(`secrets.${name}`);
  }
  for (const name of wrongRows(written)) wrong.add(name);
  return parsed.success && wrong.size === 0 ? { ok: true, backend: parsed.data } : { ok: false, wrong };
}

/** A map is one field, whichever of its rows is wrong. */
function fieldOf(path: string): string {
  return /^settings\.(statuses|organisations|extraFields|senders)/.exec(path)?.[0] ?? path;
}

function wrongRows({ kind, itop, atera, mail }: Written): string[] {
  const maps = {
    itop: { statuses: itop.statuses, organisations: itop.organisations, extraFields: itop.extraFields },
    atera: { statuses: atera.statuses },
    mail: { statuses: mail.statuses },
  }[kind];
  return Object.entries(maps).flatMap(([name, rows]) => (areRowsWrong(rows) ? [`settings.${name}`] : []));
}

function secretsUsed({ kind, itop, mail }: Written): { name: SecretName; needed: boolean }[] {
  switch (kind) {
    case 'itop':
      return [{ name: itop.signIn, needed: true }];
    case 'atera':
      return [{ name: 'token', needed: true }];
    case 'mail':
      return [
        ...(mail.smtp.user.trim() === '' ? [] : [{ name: 'password' as const, needed: true }]),
        ...(mail.reads ? [{ name: 'imapPassword' as const, needed: true }] : []),
      ];
    default:
      return unreachable(kind);
  }
}

function settingsOf(written: Written): unknown {
  const { kind } = written;
  switch (kind) {
    case 'itop':
      return itopSettings(written.itop);
    case 'atera': {
      const { atera } = written;
      return {
        ...atera,
        kind,
        deviceField: nullIfEmpty(atera.deviceField),
        statuses: mapOf(atera.statuses),
        linkDays: Number(atera.linkDays),
      };
    }
    case 'mail':
      return mailSettings(written.mail);
    default:
      return unreachable(kind);
  }
}

function itopSettings({ signIn, user, ...itop }: ItopWritten): unknown {
  return {
    ...itop,
    kind: 'itop',
    user: signIn === 'token' ? null : user,
    organisations: mapOf(itop.organisations),
    statuses: mapOf(itop.statuses),
    extraFields: mapOf(itop.extraFields),
  };
}

function mailSettings({ reads, smtp, imap, senders, ...mail }: MailWritten): unknown {
  return {
    ...mail,
    kind: 'mail',
    smtp: serverOf(smtp),
    imap: reads ? { ...serverOf(imap), user: imap.user, folder: imap.folder } : null,
    statusPattern: nullIfEmpty(mail.statusPattern),
    statuses: mapOf(mail.statuses),
    awaitNumberHours: Number(mail.awaitNumberHours),
    senders: senders.split(/[\s,;]+/).filter((sender) => sender !== ''),
  };
}

function serverOf({ host, port, secure, user }: ServerWritten) {
  return { host, port: Number(port), secure, user: nullIfEmpty(user) };
}

function nullIfEmpty(text: string): string | null {
  return text.trim() === '' ? null : text;
}
