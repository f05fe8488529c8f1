// The search for people: when it asks, and which answer is shown.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Person } from '../../../../contract/people.ts';
import { ok, type Result } from '../../../../contract/result.ts';
import { createPeopleSearch, type PeopleResult } from '../../../../renderer/people/people-search.ts';

type Answer = Result<{ people: Person[]; fromMemory: boolean }>;

/** A directory that answers when it is told to. */
function slowDirectory() {
  const asked: string[] = [];
  const answers = new Map<string, (answer: Answer) => void>();
  const told: (PeopleResult | null)[] = [];
  const search = createPeopleSearch({
    ask: ({ search: words }) =>
      new Promise((resolve) => {
        asked.push(words);
        answers.set(words, resolve);
      }),
    onResult: (found) => void told.push(found),
  });
  async function answer(words: string): Promise<void> {
    answers.get(words)?.(ok({ people: [], fromMemory: false }));
    await vi.advanceTimersByTimeAsync(0);
  }
  return { asked, told, search, answer };
}

describe('the search for people', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('asks once one pauses, not at every key, and not for a single letter', () => {
    const { asked, search } = slowDirectory();
    for (const text of ['a', 'ad', 'ada ']) search.typed(text);
    vi.advanceTimersByTime(149);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(asked).toEqual(['ada']);
    search.typed('a');
    vi.advanceTimersByTime(1000);
    expect(asked).toEqual(['ada']);
  });

  test('an older answer never replaces a newer one', async () => {
    const { told, search, answer } = slowDirectory();
    for (const text of ['ad', 'ada']) {
      search.typed(text);
      vi.advanceTimersByTime(150);
    }
    await answer('ada');
    await answer('ad');
    expect(told.map((found) => found?.search)).toEqual(['ada']);
  });

  test('an answer that comes after the field was cleared is not shown', async () => {
    const { told, search, answer } = slowDirectory();
    search.typed('ada');
    vi.advanceTimersByTime(150);
    search.typed('');
    await answer('ada');
    expect(told).toEqual([null]);
  });
});
