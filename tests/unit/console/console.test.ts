// Small pure functions of the console: the set-up link, languages, times, sizes and domains.
import { describe, expect, it } from 'vitest';
import { domainsOf } from '../../../console/devices/email-domains.ts';
import { takeLinkToken } from '../../../console/session/link-token.ts';
import { relativeTime, timeLeft } from '../../../console/ui/instant.tsx';
import { readableSize } from '../../../console/ui/readable-size.ts';
import { preferredLanguage } from '../../../console/ui/texts.ts';
import { isOverdue } from '../../../contract/ticket.ts';

describe('the token of a one-time link', () => {
  function open(pathname: string, hash: string) {
    const address = { pathname, hash };
    const history = {
      replaceState(_state: unknown, _unused: string, url: string) {
        const [path = '', fragment] = url.split('#');
        Object.assign(address, { pathname: path, hash: fragment ? `#${fragment}` : '' });
      },
    };
    return { token: takeLinkToken(address, history), address };
  }

  it('does not stay in the address bar', () => {
    expect(open('/setup', '#secret')).toEqual({
      token: 'secret',
      address: { pathname: '/setup', hash: '' },
    });
  });

  it.each(['/invitation', '/recovery'])('is taken from %s too', (pathname) => {
    expect(open(pathname, '#secret')).toEqual({ token: 'secret', address: { pathname, hash: '' } });
  });

  it('is taken from no other page', () => {
    expect(open('/tickets', '#secret')).toEqual({
      token: null,
      address: { pathname: '/tickets', hash: '#secret' },
    });
  });

  it('is absent if the link was cut off', () => {
    expect(open('/setup', '#').token).toBeNull();
  });
});

describe('the language of a first visit', () => {
  it('is the first language of the browser that the console supports', () => {
    expect(preferredLanguage(['de-DE', 'fr-CA', 'en-GB'])).toBe('fr');
  });

  it('is English if it supports none of them', () => {
    expect(preferredLanguage(['de-DE'])).toBe('en');
  });
});

describe('a time', () => {
  const now = Date.parse('2025-11-22T12:00:00.000Z');

  it('is shown relative to now in the reader’s language', () => {
    expect(relativeTime('2025-11-22T11:55:00.000Z', now, 'en')).toBe('5 minutes ago');
    expect(relativeTime('2025-11-21T11:00:00.000Z', now, 'fr')).toBe('hier');
  });

  it('is never in the future because of clock skew', () => {
    expect(relativeTime('2025-11-22T12:03:00.000Z', now, 'en')).toBe('now');
  });
});

describe('a deadline', () => {
  const now = Date.parse('2025-11-22T12:00:00.000Z');
  const late: Parameters<typeof isOverdue>[0] = { dueAt: '2025-11-22T11:00:00.000Z', status: 'assigned' };

  it('is shown as the time left, or the time since', () => {
    expect(timeLeft('2025-11-22T14:59:00.000Z', now, 'en')).toBe('in 2 hours');
    expect(timeLeft('2025-11-22T09:00:00.000Z', now, 'fr')).toBe('il y a 3 heures');
  });

  it('of 44 hours is not tomorrow', () => {
    expect(timeLeft('2025-11-24T08:00:00.000Z', now, 'en')).toBe('in 1 day');
  });

  it('makes a ticket overdue only while it is open', () => {
    expect(isOverdue(late, now)).toBe(true);
    expect(isOverdue({ ...late, status: 'waiting_for_approval' }, now)).toBe(true);
    expect(isOverdue({ ...late, status: 'resolved' }, now)).toBe(false);
    expect(isOverdue({ ...late, status: 'rejected' }, now)).toBe(false);
    expect(isOverdue({ ...late, dueAt: '2025-11-22T12:00:01.000Z' }, now)).toBe(false);
    expect(isOverdue({ ...late, dueAt: '2025-11-22T12:00:00.000Z' }, now)).toBe(false);
    expect(isOverdue({ ...late, dueAt: null }, now)).toBe(false);
  });
});

describe('a size', () => {
  it('is shown in a unit that keeps it short', () => {
    expect(readableSize(7, 'en')).toBe('7 bytes');
    expect(readableSize(48_213, 'en')).toBe('48.2 kB');
    expect(readableSize(2_500_000, 'fr')).toBe('2,5\u202fMo');
  });
});

describe('the domains of an organisation', () => {
  it('are separated by commas, semicolons, spaces or lines', () => {
    expect(domainsOf('@contoso.com, example.org;\nexample.com ')).toEqual([
      'contoso.com',
      'example.org',
      'example.com',
    ]);
  });

  it('may be none', () => {
    expect(domainsOf('  ')).toEqual([]);
  });
});
