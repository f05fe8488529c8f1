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

/** Seals the secrets, or throws. */
function sealed(id = 'one'): string {
  const ciphertext = seal.seal(id, secrets);
  if (ciphertext === null) throw new Error('nothing was sealed');
  return ciphertext;
}

describe('sealed secrets', () => {
  test('can be opened for their backend', () => {
    expect(seal.open('one', sealed())).toEqual(secrets);
    expect(createSecretSeal(Buffer.from(KEY), systemChance).open('one', sealed())).toEqual(secrets);
  });

  test('reveal neither their content nor whether two are equal', () => {
    const bytes = Buffer.from(sealed(), 'base64');
    for (const word of ['password', 'pass', 't-1', 'token']) expect(bytes.includes(word)).toBe(false);
    expect(sealed()).not.toBe(sealed());
  });

  test('cannot be opened for another backend, with another key, or after a change of one bit', () => {
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

  test('are not sealed with the server’s own key, which has other uses', () => {
    const bytes = Buffer.from(sealed(), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', KEY, bytes.subarray(1, 13), { authTagLength: 16 });
    decipher.setAAD(Buffer.from('one'));
    decipher.setAuthTag(bytes.subarray(13, 29));
    decipher.update(bytes.subarray(29));
    expect(() => decipher.final()).toThrow();
  });

  test('without any secret, nothing is stored', () => {
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

describe('stored secrets', () => {
  const stored = { settings: itop('https://itop.contoso.example/itop'), secrets: { password: 'stored' } };

  test('an omitted one stays, a new one replaces it, an empty one is deleted', () => {
    expect(merge(stored.settings, {}, stored)).toEqual({ password: 'stored' });
    expect(merge(stored.settings, { password: 'new' }, stored)).toEqual({ password: 'new' });
    expect(merge(stored.settings, { password: '', token: 't' }, stored)).toEqual({ token: 't' });
    expect(merge(itop('https://itop.contoso.example/moved'), {}, stored)).toEqual({ password: 'stored' });
  });

  test.each([
    'https://elsewhere.example/itop',
    'https://itop.contoso.example:8443/itop',
    'http://itop.contoso.example/itop',
  ])('are not sent to %s until entered again', (url) => {
    expect(merge(itop(url), {}, stored)).toBe('backend-secrets-needed');
    expect(merge(itop(url), { password: 'again' }, stored)).toEqual({ password: 'again' });
  });

  test('a mail password is not reused for another server or an unencrypted connection', () => {
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

  test('that cannot be opened have to be entered again', () => {
    const locked = { settings: stored.settings, secrets: null };
    expect(merge(stored.settings, {}, locked)).toBe('backend-secrets-needed');
    expect(merge(stored.settings, { token: 't' }, locked)).toEqual({ token: 't' });
  });

  test('of a new backend are those entered', () => {
    expect(merge(AteraSettings.parse({ kind: 'atera' }), { token: 'k' }, null)).toEqual({ token: 'k' });
    expect(merge(AteraSettings.parse({ kind: 'atera' }), {}, null)).toEqual({});
  });
});
