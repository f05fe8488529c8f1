// The texts of mails: variables, escaping, links, and that every standard text can be filled in.
import { describe, expect, test } from 'vitest';
import { MAIL_VARIABLES, MailEvent } from '../../../../contract/mail-events.ts';
import { missingVariables } from '../../../../contract/mail-purpose.ts';
import { MailWords } from '../../../../contract/mails.ts';
import { Language } from '../../../../contract/primitives.ts';
import { joinBodies, renderBody, renderMail, unknownVariable } from '../../../../server/notices/render.ts';
import { STANDARD_TEXTS } from '../../../../server/notices/standard-texts.ts';

const VALUES = {
  number: 'R-000001',
  title: 'A <b>bold</b> title',
  organisation: 'Contoso',
  requester: 'A requester',
  technician: 'A technician',
  team: 'Network',
  author: 'An author',
  comment: 'First line.\nSecond <script>line</script>.',
  description: 'A description',
  due: 'June 3',
  until: 'It waits.',
  closing: 'It closes.',
  other: 'R-000002',
  link: 'https://help.example/tickets/1',
};

const render = (words: { subject: string; text: string }) => renderMail('en', renderBody(words, VALUES));

describe.each(MailEvent.options)('the standard text of %s', (event) => {
  test.each(Language.options)('in %s has known variables only, and all are filled in', (language) => {
    const words = STANDARD_TEXTS[event][language];
    expect(MailWords.parse(words)).toEqual(words);
    expect(unknownVariable(event, words)).toBeNull();
    expect(missingVariables(event, words)).toEqual({ needed: [], expected: [] });
    const { subject, text, html } = render(words);
    expect(subject).toContain('R-000001');
    for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\{|undefined/);
    if (MAIL_VARIABLES[event].includes('comment')) expect(text).toContain(VALUES.comment);
  });

  test('says the same with the same variables in both languages', () => {
    const used = (language: Language) => {
      const { subject, text } = STANDARD_TEXTS[event][language];
      return [...`${subject} ${text}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    };
    expect(used('en')).toEqual(used('fr'));
  });
});

test.each([
  ['answered', '{{number}} {{ title }} {{comment}}', null],
  ['answered', '{{nummer}}', 'nummer'],
  ['answered', '{{link}}', 'link'],
  ['received', '{{comment}}', 'comment'],
  ['assigned', '{{link}} {{__proto__}}', '__proto__'],
  ['closed', '{{}}', ''],
] as const)('of %s, %s has the unknown variable %s', (event, text, unknown) => {
  expect(unknownVariable(event, { subject: 'S', text })).toBe(unknown);
  expect(unknownVariable(event, { subject: text, text: 'T' })).toBe(unknown);
});

test.each([
  ['answered', { subject: '{{title}} {{comment}}', text: 'See Guichet.' }, ['comment'], []],
  ['answered', { subject: 'S', text: '{{ comment }} {{technician}}' }, [], ['title']],
  [
    'approval-asked',
    { subject: 'S', text: '{{link} {link} {{title}} {{requester}}' },
    ['link'],
    ['description'],
  ],
  ['overdue', { subject: '{{title}} {{due}}', text: '{{link}}' }, [], []],
] as const)(
  'of %s, %o misses what it is sent for: %o, and what a reader expects: %o',
  (event, words, needed, expected) => {
    expect(missingVariables(event, words)).toEqual({ needed, expected });
  },
);

test('values are escaped in the HTML, and stand as they are in the text', () => {
  const { text, html } = render({ subject: '{{title}}', text: '{{title}}\n\n{{comment}}' });
  expect(text).toContain(VALUES.title);
  expect(text).toContain(VALUES.comment);
  expect(html).toContain('A &lt;b&gt;bold&lt;/b&gt; title');
  expect(html).toContain('First line.<br>\nSecond &lt;script&gt;');
});

test('a value is not read as a text: braces in it stay', () => {
  const body = renderBody({ subject: '{{number}}', text: '{{comment}}' }, { ...VALUES, comment: '{{link}}' });
  expect(body.text).toBe('{{link}}\n');
});

test('paragraphs and web addresses become those of HTML', () => {
  const { html } = render({ subject: 'S', text: 'See https://wiki.example/a?b=1&c=2.\n\n{{link}}' });
  expect(html).toContain(
    '<p>See <a href="https://wiki.example/a?b=1&amp;c=2">https://wiki.example/a?b=1&amp;c=2</a>.</p>',
  );
  expect(html).toContain(`<p><a href="${VALUES.link}">${VALUES.link}</a></p>`);
});

test('an empty value leaves no empty paragraph', () => {
  const body = renderBody(
    { subject: 'S', text: 'Before.\n\n{{comment}}\n\nAfter.' },
    { ...VALUES, comment: '' },
  );
  expect(body.text).toBe('Before.\n\nAfter.\n');
  expect(body.paragraphs).toEqual(['<p>Before.</p>', '<p>After.</p>']);
});

test('the subject is one line with the number, whatever its text and values say', () => {
  const title = 'Title\r\nBcc: everybody@contoso.example';
  expect(renderBody({ subject: 'About {{title}}', text: 'T' }, { ...VALUES, title }).subject).toBe(
    '[R-000001] About Title Bcc: everybody@contoso.example',
  );
});

test('a digest has each mail below its subject', () => {
  const body = (subject: string) => renderBody({ subject, text: 'Text of {{number}}.' }, VALUES);
  const { text, html } = renderMail('fr', joinBodies('2 courriels', [body('One'), body('Two')]), ['Footer.']);
  expect(text).toBe(
    '[R-000001] One\n\nText of R-000001.\n\n----\n\n[R-000001] Two\n\nText of R-000001.\n\n-- \nFooter.\n',
  );
  expect(html).toContain('<h2>[R-000001] Two</h2>\n<p>Text of R-000001.</p>');
});
