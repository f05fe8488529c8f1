import { createDecipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AteraSettings } from '../../../../contract/atera-settings.ts';
import type { BackendSecrets, BackendSettings } from '../../../../contract/backends.ts';
import { ItopSettings } from '../../../../contract/itop-settings.ts';
import { MailSettings } from '../../../../contract/mail-settings.ts';
import { mergeSecrets } from '../../../../server/backends/merge-secrets.ts';
import { createSecretSeal } from '../../../../server/backends/secrets.ts';
import { systemChance } from '../../../../server/chance.ts';

const KEY = Buffer.alloc(32, 7);
const seal = createSecretSeal(KEY, systemChance);
const secrets = { password: 'pass "word" é \\ 🗝', token: 't-1' };

/** Seals, or fails the test. */
function sealed(id = 'one'): string {
  const kept = seal.seal(id, secrets);
  if (kept === null) throw new Error('nothing was sealed');
  return kept;
}

describe('sealed secrets', () => {
  test('come back as they were, for their backend', () => {
    expect(seal.open('one', sealed())).toEqual(secrets);
    expect(createSecretSeal(Buffer.from(KEY), systemChance).open('one', sealed())).toEqual(secrets);
  });

  test('say nothing of what they hold, nor whether two are alike', () => {
    const bytes = Buffer.from(sealed(), 'base64');
    for (const word of ['password', 'pass', 't-1', 'token']) expect(bytes.includes(word)).toBe(false);
    expect(sealed()).not.toBe(sealed());
  });

  test('moved to another backend, to another key, or changed by one bit, they do not open', () => {
    expect(seal.open('two', sealed())).toBeNull();
    expect(createSecretSeal(Buffer.alloc(32, 8), systemChance).open('one', sealed())).toBeNull();
    const whole = Buffer.from(sealed(), 'base64');
    for (let position = 0; position < whole.length; position += 1) {
      const bytes = Buffer.from(whole);
      bytes[position] = (bytes[position] ?? 0) ^ 1;
      expect(seal.open('one', bytes.toString('base64'))).toBeNull();
    }
    for (const length of [0, 1, 28]) {
      expect(seal.open('one', whole.subarray(0, length).toString('base64'))).toBeNull();
    }
  });

  test('are not sealed with the server’s key itself, which hashes other things', () => {
    const bytes = Buffer.from(sealed(), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', KEY, bytes.subarray(1, 13), { authTagLength: 16 });
    decipher.setAAD(Buffer.from('one'));
    decipher.setAuthTag(bytes.subarray(13, 29));
    decipher.update(bytes.subarray(29));
    expect(() => decipher.final()).toThrow();
  });

  test('none at all is nothing kept', () => {
    expect(seal.seal('one', {})).toBeNull();
    expect(seal.open('one', null)).toEqual({});
  });
});

const itop = (url: string) => ItopSettings.parse({ kind: 'itop', url, user: 'guichet' });
const mail = (changes: Partial<MailSettings> = {}): MailSettings => ({
  ...MailSettings.parse({
    kind: 'mail',
    to: 'desk@contoso.example',
    smtp: { host: 'smtp.contoso.example', port: 465, secure: true, user: 'guichet' },
    imap: { host: 'imap.contoso.example', port: 993, secure: true, user: 'guichet' },
    replyTo: 'guichet@contoso.example',
    numberPattern: '#(\\d+)',
    template: '{description}',
    serviceRequestTemplate: '{description}',
  }),
  ...changes,
});

function merge(
  settings: BackendSettings,
  entered: BackendSecrets,
  stored: { settings: BackendSettings; secrets: BackendSecrets | null } | null,
) {
  const answer = mergeSecrets({ settings, entered, stored });
  return answer.ok ? answer.value : answer.error.code;
}

describe('merging stored secrets', () => {
  const kept = { settings: itop('https://itop.contoso.example/itop'), secrets: { password: 'kept' } };

  test('one left out stays, one given takes its place, an empty one goes', () => {
    expect(merge(kept.settings, {}, kept)).toEqual({ password: 'kept' });
    expect(merge(kept.settings, { password: 'new' }, kept)).toEqual({ password: 'new' });
    expect(merge(kept.settings, { password: '', token: 't' }, kept)).toEqual({ token: 't' });
    expect(merge(itop('https://itop.contoso.example/moved'), {}, kept)).toEqual({ password: 'kept' });
  });

  test.each([
    'https://elsewhere.example/itop',
    'https://itop.contoso.example:8443/itop',
    'http://itop.contoso.example/itop',
  ])('one is never sent to %s unless it is entered again', (url) => {
    expect(merge(itop(url), {}, kept)).toBe('backend-secrets-needed');
    expect(merge(itop(url), { password: 'again' }, kept)).toEqual({ password: 'again' });
  });

  test('a mailbox moved to another server does not take the password of the mailbox along, nor does an open connection', () => {
    const before = { settings: mail(), secrets: { password: 'smtp', imapPassword: 'imap' } };
    const { imap, smtp } = mail();
    const moved = imap && { ...imap, host: 'imap.elsewhere.example' };
    expect(merge(mail({ imap: moved }), {}, before)).toBe('backend-secrets-needed');
    expect(merge(mail({ imap: moved }), { imapPassword: 'new' }, before)).toEqual({
      password: 'smtp',
      imapPassword: 'new',
    });
    expect(merge(mail({ smtp: { ...smtp, secure: false } }), {}, before)).toBe('backend-secrets-needed');
    expect(merge(mail({ imap: null }), {}, before)).toEqual({ password: 'smtp' });
  });

  test('those that cannot be opened have to be entered again', () => {
    const locked = { settings: kept.settings, secrets: null };
    expect(merge(kept.settings, {}, locked)).toBe('backend-secrets-needed');
    expect(merge(kept.settings, { token: 't' }, locked)).toEqual({ token: 't' });
  });

  test('a new backend has what was entered', () => {
    expect(merge(AteraSettings.parse({ kind: 'atera' }), { token: 'k' }, null)).toEqual({ token: 'k' });
    expect(merge(AteraSettings.parse({ kind: 'atera' }), {}, null)).toEqual({});
  });
});
