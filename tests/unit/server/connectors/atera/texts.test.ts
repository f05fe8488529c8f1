import { expect, test } from 'vitest';
import {
  commentText,
  describe,
  linkText,
  readText,
  solutionIn,
  solutionText,
} from '../../../../../server/connectors/atera/texts.ts';
import type { NewAttachment, NewTicket } from '../../../../../server/connectors/connector.ts';

const KEY = '01890000-0000-7000-8000-00000000abcd';

test('the key is found only at the end, whatever markup Atera adds', () => {
  for (const text of [
    `Help!\n\n[guichet ${KEY}]`,
    `Help!\r\n[guichet ${KEY}]\r\n`,
    `<div>Help!<br><br>[guichet ${KEY}]</div>`,
    `<p>Help!</p><p>[guichet ${KEY}]&nbsp;</p><br />\n`,
    `Help! [guichet ${KEY.toUpperCase()}]`,
  ]) {
    expect(readText(text), text).toEqual({ key: KEY, body: 'Help!' });
  }
  for (const text of [`[guichet ${KEY}] was quoted`, `> [guichet ${KEY}]\nThank you`, 'guichet', '']) {
    expect(readText(text).key, text).toBeNull();
  }
});

test('HTML of Atera’s editor is read as plain text', () => {
  const html =
    '<div>Is it <b>on</b> &amp; &lt;connected&gt;?<br>See <a href="https://help.example.org">https://help.example.org</a></div>';
  expect(readText(html).body).toBe('Is it on & <connected>?\nSee https://help.example.org');
});

test('a picture in a text is said, also where nothing else is', () => {
  expect(readText('<div>See:<br><img src="https://atera.example/1.png"></div>').body).toBe('See:\n[image]');
  expect(readText('<img src="https://atera.example/1.png">').body).toBe('[image]');
});

test('plain text with special characters does not change', () => {
  for (const text of ['Press <Enter> & wait', '1 < 2 && 3 > 2', 'line one\n\n  line two', 'C:\\new\\table']) {
    expect(readText(text).body).toBe(text.trim());
  }
});

const TICKET: NewTicket = {
  key: KEY,
  kind: 'incident',
  title: 'No Wi-Fi',
  description: 'Since this morning.',
  organisation: 'Contoso',
  requester: { email: 'a.requester@contoso.example', fullName: 'A requester' },
  writtenBy: { email: 'b.requester@contoso.example', fullName: 'A colleague' },
  contacts: [{ email: 'c.requester@contoso.example', fullName: 'A contact' }],
  category: { id: 'wi-fi', name: 'Network > Wi-Fi' },
  answers: [{ label: 'Room', value: 'B-2.14' }],
  impact: null,
  urgency: null,
  hostname: 'PC-0042',
  userName: 'CONTOSO\\user',
  facts: [{ label: 'Windows', value: '11 24H2' }],
  createdAt: '2030-01-02T08:00:00.000Z',
};

test('the description contains everything without a field in Atera, and ends with the key', () => {
  const text = describe(TICKET, 'en');
  expect(text.startsWith('Since this morning.\n\n')).toBe(true);
  for (const part of [
    'A requester <a.requester@contoso.example>',
    'A colleague <b.requester@contoso.example>',
    'A contact <c.requester@contoso.example>',
    'Network > Wi-Fi',
    'Room: B-2.14',
    'PC-0042',
    'CONTOSO\\user',
    'Windows: 11 24H2',
  ]) {
    expect(text).toContain(part);
  }
  expect(text.split('\n').at(-1)).toBe(`[guichet ${KEY}]`);
});

test('texts of Guichet are in the technicians’ language, texts of people are unchanged', () => {
  const text = describe(TICKET, 'fr');
  expect(text.startsWith('Since this morning.\n\n')).toBe(true);
  for (const part of [
    'Demandeur\u00a0: A requester <a.requester@contoso.example>',
    'Écrit pour son compte par\u00a0: A colleague <b.requester@contoso.example>',
    'Participe aussi\u00a0: A contact <c.requester@contoso.example>',
    'Catégorie\u00a0: Network > Wi-Fi',
    'Réponses\n- Room\u00a0: B-2.14',
    'Poste\u00a0: PC-0042',
    'À propos du poste\n- Windows\u00a0: 11 24H2',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).not.toMatch(/Requester|Device|Category/);
  expect(readText(text).key).toBe(KEY);
  const file = {
    key: KEY,
    ticketRef: '1',
    name: 'a.png',
    size: 1_500_000,
    link: () => 'https://x.example/f',
  };
  const link = linkText(file as unknown as NewAttachment, { linkDays: 90, language: 'fr' });
  expect(link).toContain('a.png (1,4 Mo), lisible pendant 90\u00a0jours\u00a0:\nhttps://x.example/f');
  const comment = { key: KEY, ticketRef: '1', author: TICKET.requester, body: 'It smokes.', internal: false };
  expect(commentText(comment, { isAuthor: false, language: 'fr' })).toContain(
    'A requester <a.requester@contoso.example>\u00a0:\nIt smokes.',
  );
});

test('a solution of another backend is recognised in either language', () => {
  for (const language of ['en', 'fr'] as const) {
    for (const by of [null, { email: '', fullName: 'Tess (IT)' }]) {
      const { body } = readText(solutionText(KEY, 'A new cable.', by, language));
      expect(solutionIn(body)).toBe('A new cable.');
      expect(solutionIn(body.replaceAll('\u00a0', ' '))).toBe('A new cable.');
    }
  }
  expect(solutionIn('Resolved it myself')).toBeNull();
});
