import { expect, test } from 'vitest';
import { systemChance } from '../../../../server/chance.ts';
import { newTotpSecret, stepOfCode, totpUri } from '../../../../server/staff/totp.ts';

/** "12345678901234567890", the secret of RFC 6238, appendix B, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

// the last six digits of the codes in the appendix
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %i s the code of RFC 6238 is %s', (seconds, code) => {
  expect(stepOfCode(SECRET, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

test('the codes of the neighbouring steps count, with their own step, and no others', () => {
  const steps = [-60, -30, 0, 30, 60].map((off) =>
    stepOfCode(SECRET, '005924', new Date((1_234_567_890 + off) * 1000)),
  );
  const step = Math.floor(1_234_567_890 / 30);
  expect(steps).toEqual([null, step, step, step, null]);
});

test('each secret has 160 bits of its own, and the address for the QR code names the account', () => {
  const secret = newTotpSecret(systemChance);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret(systemChance)).not.toBe(secret);
  const uri = new URL(totpUri(secret, 'admin@contoso.example'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('admin@contoso.example');
  expect(uri.searchParams.get('secret')).toBe(secret);
  expect(uri.searchParams.get('issuer')).toBe('Guichet');
});
