import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY } from '../../../../server/clock.ts';
import { createSignedLinks } from '../../../../server/http/signed-links.ts';
import { createClock } from '../../../fakes/server/clock.ts';

const ATTACHMENT = '0189aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
const publicUrl = () => 'https://help.example.org';

function tokenIn(link: string): string {
  return link.replace('https://help.example.org/files/', '');
}

test('a link can last as long as the settings allow, and then expires', () => {
  const clock = createClock();
  const links = createSignedLinks({ serverKey: randomBytes(32), clock, publicUrl });
  const token = tokenIn(links.signedLink({ attachmentId: ATTACHMENT, days: 3650 }));
  clock.advance(3650 * DAY - 1);
  expect(links.attachmentOf(token)).toBe(ATTACHMENT);
  clock.advance(1);
  expect(links.attachmentOf(token)).toBeNull();
});

test('a link works after a restart, and is invalid for a server with another key', () => {
  const clock = createClock();
  const serverKey = randomBytes(32);
  const token = tokenIn(
    createSignedLinks({ serverKey, clock, publicUrl }).signedLink({ attachmentId: ATTACHMENT, days: 1 }),
  );
  expect(createSignedLinks({ serverKey, clock, publicUrl }).attachmentOf(token)).toBe(ATTACHMENT);
  const other = createSignedLinks({ serverKey: randomBytes(32), clock, publicUrl });
  expect(other.attachmentOf(token)).toBeNull();
});

test('a token has only one valid spelling', () => {
  const links = createSignedLinks({ serverKey: randomBytes(32), clock: createClock(), publicUrl });
  const token = tokenIn(links.signedLink({ attachmentId: ATTACHMENT, days: 1 }));
  for (const other of [
    `${token}=`,
    `${token}.`,
    ` ${token}`,
    `${token}\n`,
    `${token}A`,
    token.slice(1),
    '',
  ]) {
    expect(links.attachmentOf(other)).toBeNull();
  }
});
