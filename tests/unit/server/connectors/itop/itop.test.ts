import { expect, test } from 'vitest';
import { ItopSettings } from '../../../../../contract/itop-settings.ts';
import {
  commentHtml,
  longText,
  readOurs,
  toHtml,
  toLine,
  toText,
} from '../../../../../server/connectors/itop/html.ts';
import { oqlContains, oqlList, oqlString } from '../../../../../server/connectors/itop/oql.ts';
import { statusOf } from '../../../../../server/connectors/itop/states.ts';
import { parseRef } from '../../../../../server/connectors/itop/tickets.ts';
import { earliestLocal, instantOf, isTimeZone } from '../../../../../server/connectors/itop/times.ts';

function settingsWith(more: Partial<ItopSettings>): ItopSettings {
  return ItopSettings.parse({ kind: 'itop', url: 'https://itop.contoso.example', user: 'guichet', ...more });
}

test('quotes and backslashes in a query string are escaped', () => {
  expect(oqlString(String.raw`O'Neill \ `)).toBe(String.raw`'O\'Neill \\ '`);
  expect(oqlString(String.raw`\'; SELECT Person`)).toBe(String.raw`'\\\'; SELECT Person'`);
  expect(oqlList(["it's", 'b'])).toBe(String.raw`('it\'s', 'b')`);
});

test('wildcards in a search text are escaped', () => {
  expect(oqlContains('100 %_')).toBe(String.raw`'%100 \\%\\_%'`);
  expect(oqlContains('\\')).toBe(String.raw`'%\\\\%'`);
});

test('the default states of iTop are mapped', () => {
  const settings = settingsWith({});
  const states = ['new', 'escalated_tto', 'assigned', 'escalated_ttr', 'pending', 'closed', 'toString'];
  expect(states.map((state) => statusOf(settings, state))).toEqual([
    'new',
    'new',
    'assigned',
    'assigned',
    'pending',
    'closed',
    null,
  ]);
});

test('renamed states are mapped by the settings', () => {
  const settings = settingsWith({
    statuses: {
      Nouveau: 'new',
      Affectée: 'assigned',
      Réaffectée: 'assigned',
      Assignée: 'assigned',
      Geler: 'pending',
      'En attente utilisateur': 'pending',
      Reporter: 'pending',
    },
  });
  const states = [
    'nouveau',
    'Affectée',
    'Réaffectée',
    'GELER',
    'En attente utilisateur',
    'resolved',
    'Autre',
  ];
  expect(states.map((state) => statusOf(settings, state))).toEqual([
    'new',
    'assigned',
    'assigned',
    'pending',
    'pending',
    'resolved',
    null,
  ]);
});

test('at the end of summer time, the repeated hour is read from its first start', () => {
  const from = new Date('2026-10-25T00:58:00Z');
  const to = new Date('2026-10-25T01:01:00Z');
  expect(earliestLocal('Europe/Paris', from, to)).toBe('2026-10-25 01:58:00');
  expect(earliestLocal('Europe/Paris', from, from)).toBe('2026-10-25 02:58:00');
});

test('a local date is converted by its time zone', () => {
  const read = (zone: string, local: string) => instantOf(zone, local, new Date(0)).toISOString();
  expect(read('Europe/Paris', '2026-11-22 01:26:04')).toBe('2026-11-22T00:26:04.000Z');
  expect(read('Europe/Paris', '2026-07-01 00:30:00')).toBe('2026-06-30T22:30:00.000Z');
  expect(read('Europe/Paris', '2026-10-25 02:30:00')).toBe('2026-10-25T00:30:00.000Z');
  expect(read('Asia/Kathmandu', '2026-01-01 00:00:00')).toBe('2025-12-31T18:15:00.000Z');
  expect(read('Europe/Paris', 'no date')).toBe('1970-01-01T00:00:00.000Z');
  // dates without an instant, or with one that ISO 8601 writes in another way
  for (const odd of [
    '+275760-09-13 00:00:00',
    '-271821-04-20',
    '0000-00-00 00:00:00',
    '12026-01-01 00:00:00',
  ])
    expect(read('America/New_York', odd)).toBe('1970-01-01T00:00:00.000Z');
  expect([isTimeZone('Europe/Paris'), isTimeZone('Europe/Nowhere')]).toEqual([true, false]);
});

test('text becomes HTML with line breaks and escapes, without control characters', () => {
  expect(toHtml('a <b>\r\n & "c"\u0000')).toBe(
    '<p style="white-space: pre-wrap">a &lt;b&gt;<br> &amp; &quot;c&quot;</p>',
  );
  expect(toLine(` one\r\ntwo\u0007  ${'x'.repeat(300)}`)).toHaveLength(255);
});

test('HTML of a technician is read as plain text', () => {
  const html =
    '<h1>Bonjour</h1><p>See <a href="https://a.example/x">https://a.example/x</a><br>and <b>this</b>&nbsp;:</p><ul><li>one</li></ul><figure><img src="data:,"></figure>';
  expect(toText(html)).toBe('Bonjour\n\nSee https://a.example/x\nand this :\n\n * one\n\n[image]');
});

test('our comments are recognised only by their first line', () => {
  const html = commentHtml(
    '0192f0c1-aaaa-7bbb-8ccc-000000000001',
    { email: 'a@contoso.example', fullName: 'A <b>' },
    'Hi',
  );
  expect(readOurs(html)).toEqual({ key: '0192f0c1-aaaa-7bbb-8ccc-000000000001', body: 'Hi' });
  expect(readOurs(`<p>You wrote:</p>${html}`)).toBeNull();
});

test('text beyond a column’s limit is continued elsewhere, cut at a line and never inside a character', () => {
  const lines = `${'é'.repeat(40)}\n`.repeat(2000);
  const { html, rest } = longText(lines, [{ label: 'Room', value: 'B-2.14' }]);
  expect(Buffer.byteLength(html)).toBeLessThan(65_535);
  expect(rest).toContain('B-2.14');
  const count = (text: string | null) => (text?.match(/é{40}<br>/g) ?? []).length;
  expect(count(html) + count(rest)).toBe(2000);
  expect(longText('😡'.repeat(40_000)).html).toMatch(/😡<\/p><p class="guichet-continued">/);
});

test('only a valid iTop ticket is parsed', () => {
  expect(parseRef('UserRequest::168')).toEqual({ ok: true, value: { class: 'UserRequest', id: '168' } });
  for (const ref of ['Person::1', "UserRequest::1' OR '1'='1", 'UserRequest::', '168', 'UserRequest::1::2'])
    expect(parseRef(ref).ok, ref).toBe(false);
});
