import { expect, test } from 'vitest';
import { provenPerson } from '../../../../server/oidc/proven-person.ts';

const STRICT = {
  issuer: 'https://id.contoso.example',
  addressClaim: 'email',
  acceptsUnverified: false,
} as const;
const EMAIL = 'alice@contoso.example';

test.each([true, 'true'])('an address that is verified (%j) counts', (verified) => {
  expect(provenPerson({ email: EMAIL, email_verified: verified, name: 'Alice' }, STRICT)).toEqual({
    ok: true,
    value: { email: EMAIL, fullName: 'Alice' },
  });
});

test.each([1, '1', true])('an address of the tenant’s own domain (%j) counts', (ownDomain) => {
  expect(provenPerson({ email: EMAIL, xms_edov: ownDomain }, STRICT).ok).toBe(true);
});

test.each([
  { email_verified: false },
  { email_verified: true, xms_edov: false },
  { email_verified: 'no' },
  { xms_edov: 0 },
])('an address that one claim calls unverified is refused, whatever the settings accept: %j', (claims) => {
  expect(provenPerson({ email: EMAIL, ...claims }, { ...STRICT, acceptsUnverified: true }).ok).toBe(false);
});

test('a preferred user name counts as an address only where the settings accept unverified ones', () => {
  const claims = { email: 'other@contoso.example', email_verified: true, preferred_username: EMAIL };
  expect(provenPerson(claims, { ...STRICT, addressClaim: 'preferred_username' }).ok).toBe(false);
  expect(
    provenPerson(claims, { ...STRICT, addressClaim: 'preferred_username', acceptsUnverified: true }),
  ).toMatchObject({
    value: { email: EMAIL },
  });
});

test.each(['', '/'])('an account of Google counts only if a Workspace manages it (%j)', (end) => {
  const google = { ...STRICT, issuer: `https://accounts.google.com${end}` };
  const claims = { email: EMAIL, email_verified: true };
  expect(provenPerson(claims, google).ok).toBe(false);
  expect(provenPerson({ ...claims, hd: 'contoso.example' }, google).ok).toBe(true);
});
