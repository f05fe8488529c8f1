import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../server/clock.ts';
import { createSignInDelays } from '../../../../server/limits/failure-delays.ts';
import { createLimits } from '../../../../server/limits/limits.ts';
import { FAILED_SIGN_INS, MOST_KEYS, RATES } from '../../../../server/limits/table.ts';
import { trySignIn } from '../../../../server/staff/sign-in-pace.ts';
import { createClock } from '../../../fakes/server/clock.ts';

function opened() {
  const clock = createClock();
  const parts = { clock, limits: createLimits(clock), signInDelays: createSignInDelays(clock) };
  let addresses = 0;
  return {
    clock,
    /** A try at an account or, with null, at an address without one; each from an address of its own. */
    attempt(email: string, staffId: string | null, browser: string | null = null) {
      addresses += 1;
      const ip = `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
      return trySignIn(parts, { email, staffId, browser, ip });
    },
    /** A try at another account each time, so that only the address or the browser can be limited. */
    attemptFrom(ip: string, browser: string | null) {
      addresses += 1;
      const [email, staffId] = [`${addresses}@contoso.example`, `staff-${addresses}`];
      return trySignIn(parts, { email, staffId, browser, ip });
    },
  };
}

/** What an attacker sees of a try with a wrong password. */
const seen = (tried: ReturnType<typeof trySignIn>) =>
  tried.ok ? 'credentials-wrong' : `wait ${tried.error.details?.retryAfterSeconds}`;

test('20,000 other addresses do not make the server forget the delay of an account, nor show that it has one', () => {
  const { clock, attempt } = opened();
  const both = [
    ['owner@contoso.example', 'staff'],
    ['nobody@contoso.example', null],
  ] as const;
  const answers = () => both.map(([email, staffId]) => attempt(email, staffId));
  for (let failed = 0; failed <= FAILED_SIGN_INS.free; failed += 1) answers();
  expect(answers().map(seen)).toEqual(['wait 15', 'wait 15']);
  for (let other = 0; other < MOST_KEYS; other += 1) attempt(`other-${other}@contoso.example`, null);
  const after = answers();
  expect(after.map(seen)).toEqual(['credentials-wrong', 'credentials-wrong']);
  // the guess is not even looked at
  expect(after.map((tried) => tried.ok && tried.value.isChecked)).toEqual([false, true]);
  clock.advance(FAILED_SIGN_INS.longest);
  const [own] = answers();
  expect(own?.ok && own.value.isChecked).toBe(true);
});

test('whoever floods the server with addresses has 96 guesses a day at an account', () => {
  const { clock, attempt } = opened();
  let flood = 0;
  let checked = 0;
  for (let quarter = 0; quarter < 96; quarter += 1) {
    for (let other = 0; other < MOST_KEYS; other += 100) attempt(`other-${flood++}@contoso.example`, null);
    for (let tries = 0; tries < 20; tries += 1) {
      const tried = attempt('owner@contoso.example', 'staff');
      if (tried.ok && tried.value.isChecked) checked += 1;
      clock.advance(45 * SECOND);
    }
  }
  // the first ones are free, and delays grow
  expect(checked).toBeLessThanOrEqual(96 + FAILED_SIGN_INS.free + 7);
});

test('a try that lacks only the code makes neither the next one wait, nor is an earlier failure forgotten', () => {
  const { clock, attempt } = opened();
  for (let failed = 0; failed <= FAILED_SIGN_INS.free; failed += 1) attempt('owner@contoso.example', 'staff');
  clock.advance(15 * SECOND);
  for (let tries = 0; tries < 20; tries += 1) {
    const withoutCode = attempt('owner@contoso.example', 'staff');
    expect(withoutCode.ok && withoutCode.value.isChecked).toBe(true);
    if (withoutCode.ok) withoutCode.value.lacksCode();
  }
  // a wrong code counts, and a right password beside it takes nothing back
  expect(attempt('owner@contoso.example', 'staff').ok).toBe(true);
  expect(seen(attempt('owner@contoso.example', 'staff'))).toBe('wait 30');
});

test('a failure meanwhile is not taken back with a try that lacks the code', () => {
  const { attempt } = opened();
  for (let pairs = 0; pairs < 3; pairs += 1) {
    const withoutCode = attempt('owner@contoso.example', 'staff');
    attempt('owner@contoso.example', 'staff');
    if (withoutCode.ok) withoutCode.value.lacksCode();
  }
  for (let failed = 3; failed <= FAILED_SIGN_INS.free; failed += 1) attempt('owner@contoso.example', 'staff');
  expect(seen(attempt('owner@contoso.example', 'staff'))).toBe('wait 15');
});

test('strangers of the same address cannot use up the tries of a browser that an account knows, which are limited too', () => {
  const { attemptFrom, clock } = opened();
  for (let tries = 0; tries < RATES.signInsOfAddress.most; tries += 1) attemptFrom('192.0.2.1', null);
  expect(attemptFrom('192.0.2.1', null).ok).toBe(false);
  const own = () => attemptFrom('192.0.2.1', 'browser');
  expect(own().ok).toBe(true);
  let passed = 1;
  for (let tries = 0; tries < 100; tries += 1) {
    const tried = own();
    if (!tried.ok) continue;
    tried.value.succeeded();
    passed += 1;
  }
  expect(passed).toBe(RATES.signInsOfBrowser.most);
  clock.advance(MINUTE);
  expect(own().ok).toBe(true);
});
