// The connection check: no problem when all is well, otherwise one clear sentence, and no trace in the backend.
import { expect } from 'vitest';
import { newTicket } from '../content.ts';
import { call } from '../deliver.ts';
import type { Contract } from './suite.ts';

export function checkingContract({ test }: Contract): void {
  test('the check finds no problem when all is well, and leaves no trace', [], async (stage) => {
    const before = (await stage.harness.tickets()).length;
    const checks = await stage.connector.check();
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ problem }) => problem !== null)).toEqual([]);
    expect((await stage.harness.tickets()).length).toBe(before);
  });

  test('the check reports wrong credentials', ['bad credentials'], async ({ harness }) => {
    const checks = (await harness.badConnector?.check()) ?? [];
    const missing = checks.find(({ problem }) => problem !== null);
    expect(missing?.name).toBe('sign-in');
    expect(missing?.problem?.en).toMatch(/\w+ \w+/);
    expect(missing?.problem?.fr).not.toBe(missing?.problem?.en);
    await harness.badConnector?.close();
  });

  test(
    'with wrong credentials the backend refuses Guichet itself, not the operation',
    ['bad credentials'],
    async ({ harness }) => {
      if (!harness.badConnector) throw new Error('the harness has no badConnector');
      const content = newTicket(harness);
      const answer = await call(harness.badConnector, { operation: 'create-ticket', content });
      expect(answer.ok ? 'it succeeded' : answer.failure.kind).toBe('barred');
      await harness.badConnector.close();
    },
  );
}
