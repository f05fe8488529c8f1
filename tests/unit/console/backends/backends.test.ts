// Backends: how the console parses the form, and what it says about health, capabilities and routes.
import { describe, expect, it } from 'vitest';
import { type BackendForm, blankForm, formOf, parseForm } from '../../../../console/backends/backend-form.ts';
import { capabilityPhrases } from '../../../../console/backends/capabilities.ts';
import {
  editedRoutes,
  entriesFor,
  problemsOf,
  routesOf,
  unapprovedOf,
  withRow,
} from '../../../../console/backends/edited-routes.ts';
import { areRowsWrong, mapOf, newRow, rowsOf } from '../../../../console/backends/fields/rows.ts';
import { findingsOf, formatDuration } from '../../../../console/backends/health-findings.ts';
import type { ItopForm } from '../../../../console/backends/itop/form.ts';
import { ITOP_STATUSES, UNIVERSITY_STATUSES } from '../../../../console/backends/itop/presets.ts';
import type { MailForm } from '../../../../console/backends/mail/form.ts';
import { missingNumberPhrase } from '../../../../console/tickets/links.ts';
import { type BackendHealth, type BackendSecrets, Routes } from '../../../../contract/backends.ts';
import { ItopSettings } from '../../../../contract/itop-settings.ts';
import { MailSettings } from '../../../../contract/mail-settings.ts';
import { backendHealth } from '../../../fakes/console-server.ts';

const ORGANISATION = '019c1234-5678-7abc-8def-0123456789ab';
const BACKEND = '5b3f6c55-9a5d-4c0e-9f8e-6a1d2c3b4e5f';

function itop(changes: Partial<ItopForm> = {}, secrets: Partial<BackendForm['secrets']> = {}): BackendForm {
  const empty = blankForm();
  return {
    ...empty,
    name: 'School iTop',
    fields: {
      ...empty.fields,
      itop: { ...empty.fields.itop, url: 'https://itop.example.org', user: 'guichet', ...changes },
    },
    secrets: { ...empty.secrets, ...secrets },
  };
}

function mail(changes: Partial<MailForm> = {}, secrets: Partial<BackendForm['secrets']> = {}): BackendForm {
  const empty = blankForm();
  const smtp = { ...empty.fields.mail.smtp, host: 'smtp.example.org' };
  const addresses = { to: 'desk@example.org', replyTo: 'guichet@example.org' };
  return {
    ...empty,
    name: 'Octopus',
    kind: 'mail',
    fields: {
      ...empty.fields,
      mail: { ...empty.fields.mail, ...addresses, smtp, reads: false, ...changes },
    },
    secrets: { ...empty.secrets, ...secrets },
  };
}

function wrongOf(form: BackendForm, storedSecrets: (keyof BackendSecrets)[] = []): string[] {
  const parsed = parseForm(form, storedSecrets);
  return parsed.ok ? [] : [...parsed.wrong].sort();
}

describe('the form of a backend', () => {
  it('splits sender addresses at spaces, semicolons and lines, and refuses what is no address', () => {
    const senders = (text: string) => parseForm(mail({ senders: text }), []);
    expect(senders(' NoReply@desk.example.org;@Example.org\n')).toMatchObject({
      ok: true,
      value: { settings: { senders: ['noreply@desk.example.org', '@example.org'], language: 'en' } },
    });
    expect(wrongOf(mail({ senders: 'example.org' }))).toEqual(['settings.senders']);
    expect(blankForm('fr').fields).toMatchObject({ atera: { language: 'fr' }, mail: { language: 'fr' } });
  });

  it('requires only a name, an address, an account and a password for iTop', () => {
    expect(wrongOf(blankForm())).toEqual(['name', 'secrets.password', 'settings.url', 'settings.user']);
    const parsed = parseForm(itop({}, { password: 'secret' }), []);
    expect(parsed).toMatchObject({
      ok: true,
      value: { settings: { user: 'guichet', statuses: {} }, secrets: { password: 'secret' } },
    });
  });

  it('leaves out a secret that the server keeps, and sends one that is typed', () => {
    expect(parseForm(itop(), ['password'])).toMatchObject({ ok: true, value: { secrets: {} } });
    expect(parseForm(itop({}, { password: 'new' }), ['password'])).toMatchObject({
      value: { secrets: { password: 'new' } },
    });
  });

  it('has no account when it signs in by token, and requires the token', () => {
    expect(wrongOf(itop({ signIn: 'token' }, { password: 'left over' }))).toEqual(['secrets.token']);
    const parsed = parseForm(itop({ signIn: 'token' }, { password: 'left over', token: 't' }), []);
    expect(parsed).toMatchObject({ value: { settings: { user: null } } });
    expect(parsed.ok && parsed.value.secrets).toEqual({ token: 't' });
  });

  it('marks a map as wrong if a row is incomplete or a key is repeated', () => {
    const twice = [newRow('Geler', 'pending'), newRow('Geler', 'new')];
    expect(wrongOf(itop({ statuses: [newRow('Geler', '')] }), ['password'])).toEqual(['settings.statuses']);
    expect(wrongOf(itop({ statuses: twice }), ['password'])).toEqual(['settings.statuses']);
    expect(wrongOf(itop({ statuses: [newRow()] }), ['password'])).toEqual([]);
  });

  it('requires a password for outgoing mail only with an account, and mailbox settings only if a mailbox is read', () => {
    expect(wrongOf(mail())).toEqual([]);
    const smtp = { ...blankForm().fields.mail.smtp, host: 'smtp.example.org', user: 'guichet' };
    expect(wrongOf(mail({ smtp }))).toEqual(['secrets.password']);
    expect(wrongOf(mail({ smtp: { ...smtp, user: '', signIn: 'token' } }))).toEqual([
      'secrets.smtpClientSecret',
      'settings.smtp.token.clientId',
      'settings.smtp.token.scope',
      'settings.smtp.token.tokenUrl',
      'settings.smtp.user',
    ]);
    expect(wrongOf(mail({ reads: true }))).toEqual([
      'secrets.imapPassword',
      'settings.imap.host',
      'settings.imap.user',
    ]);
    expect(wrongOf(mail({ smtp: { ...smtp, user: '', port: '70000' } }))).toEqual(['settings.smtp.port']);
  });

  it('requires the secret of the application, and its address, for a mailbox that is read with tokens', () => {
    const [imap, host] = [blankForm().fields.mail.imap, 'imap.example.org'];
    const account = { ...imap, host, user: 'guichet', signIn: 'token' as const };
    expect(wrongOf(mail({ reads: true, imap: account }))).toEqual([
      'secrets.imapClientSecret',
      'settings.imap.token.clientId',
      'settings.imap.token.scope',
      'settings.imap.token.tokenUrl',
    ]);
    const token = { tokenUrl: 'https://login.example.org/token', clientId: 'guichet', scope: 'imap' };
    const parsed = parseForm(mail({ reads: true, guichet: true, imap: { ...account, ...token } }), [
      'imapClientSecret',
    ]);
    expect(parsed).toMatchObject({
      value: { settings: { guichet: true, imap: { user: 'guichet', token } } },
    });
  });

  it('has a default template of service requests that is valid as it is', () => {
    const parsed = parseForm(mail(), []);
    expect(parsed.ok && MailSettings.parse(parsed.value.settings).serviceRequestTemplate).toMatch(
      /^CreateSR\n.*\nCreateSR\n/s,
    );
  });

  it('gives the same settings when it is opened and saved unchanged', () => {
    const settings = ItopSettings.parse({
      kind: 'itop',
      url: 'https://itop.example.org/',
      user: null,
      organisations: { 'Example College': 'College' },
      statuses: UNIVERSITY_STATUSES,
      timeZone: 'Europe/Paris',
      extraFields: { origin: 'portal' },
    });
    const form = formOf({ name: 'School iTop', kind: 'itop', settings });
    const parsed = form && parseForm(form, ['token']);
    expect(parsed).toEqual({ ok: true, value: { name: 'School iTop', settings, secrets: {} } });
    expect(
      formOf({
        name: 'Guichet',
        kind: 'built-in',
        settings: { kind: 'built-in', closeAfterDays: null, mailbox: null },
      }),
    ).toBeNull();
  });

  it('keeps its name and kind if its settings cannot be read, and is blank otherwise', () => {
    const form = formOf({ name: 'Octopus', kind: 'mail', settings: null });
    expect(form).toEqual({ ...blankForm(), name: 'Octopus', kind: 'mail' });
    expect(formOf({ name: 'Guichet', kind: 'built-in', settings: null })).toBeNull();
  });
});

describe('rows of a map', () => {
  it('convert to the map they were made from', () => {
    expect(mapOf(rowsOf(ITOP_STATUSES))).toEqual(ITOP_STATUSES);
    expect(mapOf([newRow(' a ', ' b '), newRow()])).toEqual({ a: 'b' });
    expect(areRowsWrong([newRow('a', 'b'), newRow('', 'b')])).toBe(true);
  });
});

describe('the health of a backend', () => {
  const lastFailure = { at: '2025-11-22T12:00:00.000Z', reason: { en: 'No answer.', fr: 'Pas de réponse.' } };
  const typesOf = (changes: Partial<BackendHealth>, reads = false) =>
    findingsOf(backendHealth(changes), { reads }).map(({ type }) => type);

  it('is well when nothing waits, despite an earlier failure', () => {
    expect(typesOf({})).toEqual(['well']);
    expect(typesOf({ lastFailure })).toEqual(['well']);
  });

  it('lists every problem, most urgent first', () => {
    expect(typesOf({ breaker: 'open', lastFailure, waiting: 3, parked: 1 })).toEqual([
      'breaker-open',
      'waiting',
      'parked',
    ]);
    expect(typesOf({ breaker: 'half-open', waiting: 1 })).toEqual(['breaker-half-open', 'waiting']);
    expect(typesOf({ lastFailure, waiting: 1 })).toEqual(['waiting', 'failed']);
    expect(typesOf({ unreadable: true, waiting: 2 })).toEqual(['unreadable', 'waiting']);
  });

  it('says that polling failed until it succeeds again, and what was left out', () => {
    const [before, after] = ['2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
    expect(typesOf({ lastFailure, polledAt: before }, true)).toEqual(['read-failed']);
    expect(typesOf({ lastFailure }, true)).toEqual(['read-failed']);
    expect(typesOf({ lastFailure, polledAt: after }, true)).toEqual(['well']);
    expect(typesOf({ lastFailure, polledAt: before, waiting: 1 }, true)).toEqual(['waiting', 'failed']);
    expect(
      typesOf(
        {
          leftOut: { at: after, reason: { en: 'A stranger wrote.', fr: 'Un inconnu a écrit.' } },
          polledAt: after,
        },
        true,
      ),
    ).toEqual(['left-out']);
  });

  it('is not well while its settings leave something open', () => {
    expect(typesOf({ warning: { en: 'Anybody may write.', fr: 'N’importe qui écrit.' } })).toEqual([
      'warning',
    ]);
  });

  it('formats a duration in its largest unit', () => {
    expect(formatDuration(59.9, 'en')).toBe('59 seconds');
    expect(formatDuration(7300, 'en')).toBe('2 hours');
    expect(formatDuration(86_400, 'fr')).toBe('1\u00a0jour');
  });
});

describe('what a backend can do', () => {
  it('is split into what it can and cannot do', () => {
    const { can, cannot } = capabilityPhrases({
      comments: true,
      attachments: 'link',
      acts: ['close'],
      resolve: true,
      staff: {},
      rating: false,
      contacts: false,
      changes: true,
      catalogue: false,
      people: false,
    });
    expect(can).toContain('backends.can.links');
    expect(can).toContain('backends.can.close');
    expect(cannot).toEqual(
      expect.arrayContaining(['backends.can.reopen', 'backends.can.approve', 'backends.can.rating']),
    );
    expect([...can, ...cannot]).not.toContain('backends.can.files');
  });
});

describe('a ticket without a number', () => {
  it('awaits a number only if one is due', () => {
    const numberDueAt = '2030-01-01T12:00:00.000Z';
    expect(missingNumberPhrase({ sent: false, numberDueAt: null })).toBe('tickets.notSentYet');
    expect(missingNumberPhrase({ sent: true, numberDueAt })).toBe('tickets.numberAwaited');
    expect(missingNumberPhrase({ sent: true, numberDueAt: null })).toBe('tickets.numberNotTold');
  });
});

describe('routes as they are edited', () => {
  const anywhere = { organisationId: null, entryId: null, backendId: 'built-in' };
  const ofOne = { organisationId: ORGANISATION, entryId: null, backendId: BACKEND };

  it('are the same when nothing is changed, with the default last', () => {
    expect(routesOf(editedRoutes([anywhere, ofOne]))).toEqual([ofOne, anywhere]);
    expect(Routes.safeParse(routesOf(editedRoutes([]))).success).toBe(true);
  });

  it('mark the row that matches everything and the row that repeats another', () => {
    const { rows, defaultTo } = withRow(withRow(editedRoutes([ofOne, anywhere])));
    const [first, second, third] = rows;
    if (!first || !second || !third) throw new Error('three rows were expected');
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
    const edited = { defaultTo, rows: [first, { ...second, organisationId: ORGANISATION }, third] };
    expect([...problemsOf(edited).values()]).toEqual([null, 'repeated', 'everything']);
  });

  it('offer the entries of the chosen organisation, or of all without duplicates', () => {
    const name = { en: 'Network', fr: 'Réseau' };
    const other = '019c1234-5678-7abc-8def-0123456789ac';
    const entries = [
      { organisationId: ORGANISATION, id: 'network', name, approvedLevels: null },
      { organisationId: other, id: 'network', name, approvedLevels: null },
      { organisationId: other, id: 'printing', name, approvedLevels: null },
    ];
    expect(entriesFor(entries, ORGANISATION)).toHaveLength(1);
    expect(entriesFor(entries, null).map(({ id }) => id)).toEqual(['network', 'printing']);
  });

  it('list the categories whose approver is skipped, at the route that matches them', () => {
    const leaf = (id: string, approved = true) => ({
      organisationId: ORGANISATION,
      id,
      name: { en: id, fr: id },
      approvedLevels: approved ? [id, 'hardware', 'purchases'] : null,
    });
    const entries = [leaf('laptop'), leaf('phone'), leaf('cable', false)];
    const atera = { id: BACKEND, capabilities: { acts: ['close' as const] } };
    const itop = { id: 'built-in', capabilities: { acts: ['approve' as const, 'reject' as const] } };
    const unapproved = (routes: Parameters<typeof editedRoutes>[0]) =>
      [...unapprovedOf(editedRoutes(routes), entries, [atera, itop])].map(([key, found]) => [
        key,
        found.map(({ id }) => id),
      ]);
    const anywhereElse = { ...anywhere, backendId: BACKEND };
    const of = (organisationId: string | null, entryId: string, backendId: string) => ({
      organisationId,
      entryId,
      backendId,
    });
    expect(unapproved([anywhere])).toEqual([]);
    expect(unapproved([anywhereElse])).toEqual([[null, ['laptop', 'phone']]]);
    expect(unapproved([ofOne, anywhere])).toEqual([[0, ['laptop', 'phone']]]);
    // a category is not listed if a more specific route leads it to a backend with approval
    expect(unapproved([ofOne, of(null, 'laptop', 'built-in'), anywhere])).toEqual([[0, ['phone']]]);
    expect(
      unapproved([of(ORGANISATION, 'hardware', 'built-in'), of(null, 'phone', BACKEND), anywhereElse]),
    ).toEqual([]);
    expect(unapproved([of(null, 'purchases', BACKEND), anywhere])).toEqual([[0, ['laptop', 'phone']]]);
  });
});
