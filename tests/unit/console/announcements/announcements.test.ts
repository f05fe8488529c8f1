// Announcements as the console orders them, and as it reads what a technician typed.
import { describe, expect, it } from 'vitest';
import {
  type AnnouncementForm,
  blankForm,
  formOf,
  parseForm,
} from '../../../../console/announcements/announcement-form.ts';
import { periodOf } from '../../../../console/announcements/period.ts';
import { byPhase, phaseOf } from '../../../../console/announcements/phases.ts';
import type { PublishedAnnouncement } from '../../../../contract/console.ts';

const NOW = Date.parse('2025-11-22T12:00:00.000Z');
const ORGANISATION = '019c1234-5678-7abc-8def-0123456789ab';

function announced(changes: Partial<PublishedAnnouncement> = {}): PublishedAnnouncement {
  return {
    id: crypto.randomUUID(),
    severity: 'information',
    title: { en: 'E-mail is down', fr: 'La messagerie est en panne' },
    text: { en: 'We are on it.', fr: 'Nous y travaillons.' },
    service: null,
    from: '2025-11-22T11:00:00.000Z',
    to: null,
    ticket: null,
    organisationId: null,
    organisation: null,
    joined: 0,
    publishedAt: '2025-11-22T11:00:00.000Z',
    withdrawnAt: null,
    ...changes,
  };
}

function filled(changes: Partial<AnnouncementForm> = {}): AnnouncementForm {
  return {
    ...blankForm(ORGANISATION, new Date(NOW)),
    title: { en: 'E-mail is down', fr: 'La messagerie est en panne' },
    text: { en: 'We are on it.', fr: 'Nous y travaillons.' },
    ...changes,
  };
}

function wrongOf(changes: Partial<AnnouncementForm>): string[] {
  const parsed = parseForm(filled(changes), null, NOW);
  return parsed.ok ? [] : [...parsed.wrong].sort();
}

describe('the list of announcements', () => {
  it('counts a withdrawn one as over, whenever it would have begun', () => {
    const withdrawnAt = '2025-11-22T11:30:00.000Z';
    expect(phaseOf(announced({ withdrawnAt }), NOW)).toBe('over');
    expect(phaseOf(announced({ withdrawnAt, from: '2025-11-23T11:00:00.000Z' }), NOW)).toBe('over');
  });

  it('ends one at its end, and begins one at its beginning', () => {
    const at = new Date(NOW).toISOString();
    expect(phaseOf(announced({ to: at }), NOW)).toBe('over');
    expect(phaseOf(announced({ from: at }), NOW)).toBe('inForce');
    expect(phaseOf(announced({ from: at }), NOW - 1)).toBe('toCome');
  });

  it('puts the worst in force first, the next to come first, and the latest over first', () => {
    const outage = announced({ severity: 'outage', from: '2025-11-20T00:00:00.000Z' });
    const newest = announced({ from: '2025-11-22T11:59:00.000Z' });
    const older = announced();
    const next = announced({ from: '2025-11-22T13:00:00.000Z' });
    const later = announced({ from: '2025-11-25T13:00:00.000Z' });
    const ended = announced({ to: '2025-11-22T11:10:00.000Z' });
    const withdrawn = announced({ withdrawnAt: '2025-11-22T11:50:00.000Z' });
    const groups = byPhase([older, later, ended, newest, outage, withdrawn, next], NOW);
    expect(groups).toEqual({
      inForce: [outage, newest, older],
      toCome: [next, later],
      over: [withdrawn, ended],
    });
  });
});

describe('an announcement as it is typed', () => {
  it('begins now and asks for its texts in both languages', () => {
    const parsed = parseForm(blankForm(null, new Date(NOW)), null, NOW);
    expect(parsed.ok ? [] : [...parsed.wrong].sort()).toEqual(['text.en', 'text.fr', 'title.en', 'title.fr']);
    expect(parseForm(filled(), null, NOW)).toMatchObject({
      ok: true,
      value: { from: new Date(NOW).toISOString(), to: null, service: null, ticketNumber: null },
    });
  });

  it('names a service in both languages or in neither', () => {
    expect(wrongOf({ service: { en: 'E-mail', fr: ' ' } })).toEqual(['service.fr']);
    expect(wrongOf({ service: { en: ' ', fr: '' } })).toEqual([]);
  });

  it('cannot end before it begins, nor before it is published', () => {
    const { from } = filled();
    expect(wrongOf({ to: from })).toEqual(['to']);
    expect(wrongOf({ from: '2020-01-01T10:00', to: '2020-01-02T10:00' })).toEqual(['to']);
    expect(wrongOf({ from: '' })).toEqual(['from']);
  });

  it('names a ticket only where its organisation is chosen', () => {
    expect(wrongOf({ ticketNumber: 'R-000123', organisationId: null })).toEqual(['ticketNumber']);
    expect(wrongOf({ ticketNumber: 'R-000123' })).toEqual([]);
  });

  it('keeps the second it began at while its beginning is not changed', () => {
    const from = '2025-11-22T11:00:42.123Z';
    const before = announced({ from });
    const parsed = parseForm({ ...formOf(before), severity: 'outage' }, before, NOW);
    expect(parsed).toMatchObject({ ok: true, value: { from, severity: 'outage' } });
  });

  it('may be given an end that has passed once it is published', () => {
    const before = announced();
    const changed = { ...formOf(before), from: '2020-01-01T10:00', to: '2020-01-02T10:00' };
    expect(parseForm(changed, before, NOW).ok).toBe(true);
  });
});

describe('the period of an announcement', () => {
  it('names a day once where both ends are of it', () => {
    const period = periodOf('2025-11-22T10:00:00.000Z', '2025-11-22T12:30:00.000Z', 'fr');
    expect(period.match(/nov\./g)).toHaveLength(1);
    expect(periodOf('2025-11-22T10:00:00.000Z', null, 'fr')).not.toContain('–');
  });
});
