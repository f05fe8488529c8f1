import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../../server/clock.ts';
import { renderMailbox } from '../../../../server/mail/mailbox-page.ts';
import { createMailbox } from '../../../../server/mail/mailer.ts';
import { confirmationMail } from '../../../../server/mail/texts.ts';
import { createClock } from '../../../fakes/server/clock.ts';

test.each(['en', 'fr'] as const)(
  'the mail in %s contains the token in two halves, as text and HTML',
  (language) => {
    const mail = confirmationMail({
      to: 'a@b.example',
      token: 'ABCD2345',
      organisation: 'Contoso',
      language,
      life: 30 * MINUTE,
    });
    expect(mail.text).toMatch(/30\sminutes/);
    expect(mail.text).toContain('ABCD-2345');
    expect(mail.html).toContain('ABCD-2345');
    expect(mail.subject).not.toContain('ABCD');
    expect(mail.html).toContain(`lang="${language}"`);
  },
);

test('an organisation’s name is escaped in the mail', () => {
  const organisation = '<img src=x onerror=alert(1)>';
  const mail = confirmationMail({
    to: 'a@b.example',
    token: 'ABCD2345',
    organisation,
    language: 'en',
    life: HOUR,
  });
  expect(mail.text).toContain('1 hour');
  expect(mail.html).not.toContain('<img');
});

test('a mail’s text is escaped on the mailbox page', () => {
  const script = '<script>alert(1)</script>';
  const mail = { from: script, to: script, subject: script, text: script, html: script, sentAt: '' };
  expect(renderMailbox([mail], 'en')).not.toContain('<script');
});

test('the mailbox stores the last hundred mails, newest first', async () => {
  const mailbox = createMailbox('Guichet <guichet@localhost>', createClock());
  for (let sent = 1; sent <= 101; sent += 1) {
    await mailbox.send({ to: 'a@b.example', subject: `${sent}`, text: '', html: '' });
  }
  expect(mailbox.mails()).toHaveLength(100);
  expect(mailbox.mails()[0]).toMatchObject({ subject: '101', sentAt: '2030-01-02T08:00:00.000Z' });
  expect(mailbox.mails().at(-1)?.subject).toBe('2');
});
