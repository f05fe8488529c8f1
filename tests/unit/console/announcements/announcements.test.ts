// Announcements: how the console groups and sorts them, and how it parses the form.
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

function announcement(changes: Partial<PublishedAnnouncement> = {}): PublishedAnnouncement {
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

function form(changes: Partial<AnnouncementForm> = {}): AnnouncementForm {
  return {
    ...blankForm(ORGANISATION, new Date(NOW)),
    title: { en: 'E-mail is down', fr: 'La messagerie est en panne' },
    text: { en: 'We are on it.', fr: 'Nous y travaillons.' },
    ...changes,
  };
}

function wrongOf(changes: Partial<AnnouncementForm>): string[] {
  const parsed = parseForm(form(changes), null, NOW);
  return parsed.ok ? [] : [...parsed.wrong].sort();
}

describe('the list of announcements', () => {
  it('counts a withdrawn announcement as over, even before its beginning', () => {
    const withdrawnAt = '2025-11-22T11:30:00.000Z';
    expect(phaseOf(announcement({ withdrawnAt }), NOW)).toBe('over');
    expect(phaseOf(announcement({ withdrawnAt, from: '2025-11-23T11:00:00.000Z' }), NOW)).toBe('over');
  });

  it('is in force from its beginning, and over at its end', () => {
    const at = new Date(NOW).toISOString();
    expect(phaseOf(announcement({ to: at }), NOW)).toBe('over');
    expect(phaseOf(announcement({ from: at }), NOW)).toBe('inForce');
    expect(phaseOf(announcement({ from: at }), NOW - 1)).toBe('toCome');
  });

  it('sorts those in force by severity, those to come by beginning, and those over by end', () => {
    const outage = announcement({ severity: 'outage', from: '2025-11-20T00:00:00.000Z' });
    const newest = announcement({ from: '2025-11-22T11:59:00.000Z' });
    const older = announcement();
    const next = announcement({ from: '2025-11-22T13:00:00.000Z' });
    const later = announcement({ from: '2025-11-25T13:00:00.000Z' });
    const ended = announcement({ to: '2025-11-22T11:10:00.000Z' });
    const withdrawn = announcement({ withdrawnAt: '2025-11-22T11:50:00.000Z' });
    const groups = byPhase([older, later, ended, newest, outage, withdrawn, next], NOW);
    expect(groups).toEqual({
      inForce: [outage, newest, older],
      toCome: [next, later],
      over: [withdrawn, ended],
    });
  });
});

describe('the form of an announcement', () => {
  it('begins now and requires its texts in both languages', () => {
    const parsed = parseForm(blankForm(null, new Date(NOW)), null, NOW);
    expect(parsed.ok ? [] : [...parsed.wrong].sort()).toEqual(['text.en', 'text.fr', 'title.en', 'title.fr']);
    expect(parseForm(form(), null, NOW)).toMatchObject({
      ok: true,
      value: { from: new Date(NOW).toISOString(), to: null, service: null, ticketNumber: null },
    });
  });

  it('has a service in both languages or in neither', () => {
    expect(wrongOf({ service: { en: 'E-mail', fr: ' ' } })).toEqual(['service.fr']);
    expect(wrongOf({ service: { en: ' ', fr: '' } })).toEqual([]);
  });

  it('cannot end before it begins, nor before it is published', () => {
    const { from } = form();
    expect(wrongOf({ to: from })).toEqual(['to']);
    expect(wrongOf({ from: '2020-01-01T10:00', to: '2020-01-02T10:00' })).toEqual(['to']);
    expect(wrongOf({ from: '' })).toEqual(['from']);
  });

  it('can name a ticket only with an organisation', () => {
    expect(wrongOf({ ticketNumber: 'R-000123', organisationId: null })).toEqual(['ticketNumber']);
    expect(wrongOf({ ticketNumber: 'R-000123' })).toEqual([]);
  });

  it('keeps the seconds of its beginning if the field is not changed', () => {
    const from = '2025-11-22T11:00:42.123Z';
    const before = announcement({ from });
    const parsed = parseForm({ ...formOf(before), severity: 'outage' }, before, NOW);
    expect(parsed).toMatchObject({ ok: true, value: { from, severity: 'outage' } });
  });

  it('accepts an end in the past once it is published', () => {
    const before = announcement();
    const changed = { ...formOf(before), from: '2020-01-01T10:00', to: '2020-01-02T10:00' };
    expect(parseForm(changed, before, NOW).ok).toBe(true);
  });
});

describe('the period of an announcement', () => {
  it('names the day once if both ends are on it', () => {
    const period = periodOf('2025-11-22T10:00:00.000Z', '2025-11-22T12:30:00.000Z', 'fr');
    expect(period.match(/nov\./g)).toHaveLength(1);
    expect(periodOf('2025-11-22T10:00:00.000Z', null, 'fr')).not.toContain('–');
  });
});
