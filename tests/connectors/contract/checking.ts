// Testing the connection: nothing to say when all is well, one clear sentence when it is not, and no trace left.
import { expect } from 'vitest';
import { newTicket } from '../content.ts';
import { call } from '../deliver.ts';
import type { Contract } from './suite.ts';

export function checkingContract({ test }: Contract): void {
  test('nothing is missing when all is well, and testing leaves no trace', [], async (stage) => {
    const before = (await stage.harness.tickets()).length;
    const checks = await stage.connector.check();
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ why }) => why !== null)).toEqual([]);
    expect((await stage.harness.tickets()).length).toBe(before);
  });

  test('wrong credentials are named as what is missing', ['bad credentials'], async ({ harness }) => {
    const checks = (await harness.badConnector?.check()) ?? [];
    const missing = checks.find(({ why }) => why !== null);
    expect(missing?.name).toBe('sign-in');
    expect(missing?.why?.en).toMatch(/\w+ \w+/);
    expect(missing?.why?.fr).not.toBe(missing?.why?.en);
    await harness.badConnector?.close();
  });

  test('wrong credentials are no reason to try for days', ['bad credentials'], async ({ harness }) => {
    if (!harness.badConnector) throw new Error('there is one');
    const content = newTicket(harness);
    const answer = await call(harness.badConnector, { operation: 'create-ticket', content });
    expect(answer.ok ? 'it went through' : answer.failure.kind).toBe('refused');
    await harness.badConnector.close();
  });
}
