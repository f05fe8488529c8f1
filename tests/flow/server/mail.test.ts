// Mails as a real SMTP server receives them.
import { afterEach, expect, test } from 'vitest';
import { codeOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
import { openPostOffice, type PostOffice } from '../../fakes/server/post-office.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function openOffice(): Promise<PostOffice> {
  const office = await openPostOffice();
  closers.push(office.close);
  return office;
}

async function open(url: string): Promise<TestServer> {
  const desk = await openTestServer({
    environment: { SMTP_URL: url, MAIL_FROM: 'Help desk <help@contoso.example>' },
  });
  closers.push(() => desk.close());
  return desk;
}

test('the token is mailed by SMTP as text and HTML, in the agent’s language, and confirms the address', async () => {
  const office = await openOffice();
  const desk = await open(office.url);
  const agent = await desk.activeAgent();
  const email = 'requester@contoso.example';
  const sent = await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'fr' } });
  expect(sent.status).toBe(202);
  const mail = await until(() => office.received[0], 'the mail arrives');
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  expect(header('auto-submitted')).toBe('auto-generated');
  expect(header('x-auto-response-suppress')).toBe('All');
  expect(mail?.from).toMatchObject({ name: 'Help desk', address: 'help@contoso.example' });
  expect(mail?.to?.[0]).toMatchObject({ address: email });
  expect(mail?.subject).toBe('Votre jeton de confirmation');
  const token = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(mail?.text ?? '')?.[0] ?? '';
  expect(mail?.html).toContain(token);
  expect(mail?.text).toContain('centre d’assistance de Contoso');
  const confirmed = await agent.ask('/v1/confirmations', { json: { email, fullName: 'A requester', token } });
  expect(confirmed.status).toBe(200);
});

test('an address that cannot be reached gets the same answer, its request counts, and the log has the status only', async () => {
  const office = await openOffice();
  const desk = await open(office.url);
  const agent = await desk.activeAgent();
  const json = { email: 'requester@contoso.example', language: 'en' };
  office.refuse(550);
  const answer = await agent.ask('/v1/confirmations/tokens', { json });
  expect(answer).toMatchObject({ status: 202, body: { resendAfterSeconds: 60 } });
  const isSaid = (line: string) => line.includes('a mail was not sent');
  const line = await until(() => desk.log.lines.find(isSaid), 'the log says so');
  expect(JSON.parse(line)).toMatchObject({ code: 'EENVELOPE', status: 550 });
  expect(line).not.toContain(json.email);
  expect(await desk.rows('SELECT * FROM confirmation_token')).toHaveLength(1);
  expect(codeOf(await agent.ask('/v1/confirmations/tokens', { json }))).toBe('token-too-soon');
});

test('with an SMTP server there is no mailbox page', async () => {
  const office = await openOffice();
  const desk = await open(office.url);
  for (const page of ['/mailbox', '/mailbox.json']) {
    expect(codeOf(await ask(`${desk.url}${page}`))).toBe('not-found');
  }
});

test('the log contains neither the address, the token nor the password of the mail server', async () => {
  const office = await openOffice();
  const desk = await open(office.url.replace('smtp://', 'smtp://user:hunter2secret@'));
  const agent = await desk.activeAgent();
  office.refuse(550);
  await agent.ask('/v1/confirmations/tokens', {
    json: { email: 'requester@contoso.example', language: 'en' },
  });
  await until(() => desk.log.lines.some((line) => line.includes('a mail was not sent')), 'the log says so');
  const log = desk.log.lines.join('');
  expect(log).not.toContain('requester@contoso.example');
  expect(log).not.toContain('hunter2secret');
  expect(log).not.toContain(agent.secret);
  expect(log).not.toMatch(/[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/);
});
