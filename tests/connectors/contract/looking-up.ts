// Lookups in the backend: the catalogue and the people of one organisation only.
import { expect } from 'vitest';
import type { Contract } from './suite.ts';

export function lookingUpContract({ test }: Contract): void {
  test(
    'the catalogue of an organisation has the leaves that it may choose',
    ['catalogue', 'category'],
    async (stage) => {
      const { organisation, category } = stage.harness;
      const answer = await stage.connector.catalogue(organisation);
      if (!answer.ok) throw new Error(answer.failure.reason.en);
      const leaf = answer.value.find(({ id }) => id === category?.id);
      expect(leaf?.path.length).toBeGreaterThan(0);
      for (const { path } of answer.value)
        for (const step of path) expect([step.en, step.fr]).not.toContain('');
      expect(new Set(answer.value.map(({ id }) => id)).size).toBe(answer.value.length);
    },
  );

  test('people are found by a part of their address or name', ['people'], async (stage) => {
    const { organisation, known } = stage.harness;
    for (const part of [known.email.slice(0, -4), known.fullName.slice(1)]) {
      const answer = await stage.connector.people(organisation, part);
      if (!answer.ok) throw new Error(answer.failure.reason.en);
      expect(answer.value.map(({ email }) => email.toLowerCase())).toContain(known.email);
    }
  });

  test('wildcards and query syntax in a search are plain text', ['people'], async (stage) => {
    const { organisation, known } = stage.harness;
    for (const search of ['%', '_%', `' OR '1'='1`, '\\', '*', 'zz"zz']) {
      const answer = await stage.connector.people(organisation, search);
      if (!answer.ok) throw new Error(`${search}: ${answer.failure.reason.en}`);
      expect(
        answer.value.map(({ email }) => email.toLowerCase()),
        search,
      ).not.toContain(known.email);
    }
  });

  test('an unknown organisation has no catalogue', ['catalogue'], async (stage) => {
    const answer = await stage.connector.catalogue(`Nobody's "organisation" \\ %`);
    expect(answer.ok ? answer.value : answer.failure.kind).toEqual(answer.ok ? [] : 'refused');
  });
}
