// The search for people: when it sends a request, and which response is shown.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Person } from '../../../../contract/people.ts';
import { ok, type Result } from '../../../../contract/result.ts';
import { createPeopleSearch, type PeopleResult } from '../../../../renderer/people/people-search.ts';

type Answer = Result<{ people: Person[]; fromMemory: boolean }>;

/** A directory whose responses the test triggers. */
function slowDirectory() {
  const requests: string[] = [];
  const answers = new Map<string, (answer: Answer) => void>();
  const shown: (PeopleResult | null)[] = [];
  const search = createPeopleSearch({
    ask: ({ search: text }) =>
      new Promise((resolve) => {
        requests.push(text);
        answers.set(text, resolve);
      }),
    onResult: (found) => void shown.push(found),
  });
  async function answer(text: string): Promise<void> {
    answers.get(text)?.(ok({ people: [], fromMemory: false }));
    await vi.advanceTimersByTimeAsync(0);
  }
  return { requests, shown, search, answer };
}

describe('the search for people', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('sends a request after a pause, not at every key, and not for a single letter', () => {
    const { requests, search } = slowDirectory();
    for (const text of ['a', 'ad', 'ada ']) search.typed(text);
    vi.advanceTimersByTime(149);
    expect(requests).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(requests).toEqual(['ada']);
    search.typed('a');
    vi.advanceTimersByTime(1000);
    expect(requests).toEqual(['ada']);
  });

  test('an older response never replaces a newer one', async () => {
    const { shown, search, answer } = slowDirectory();
    for (const text of ['ad', 'ada']) {
      search.typed(text);
      vi.advanceTimersByTime(150);
    }
    await answer('ada');
    await answer('ad');
    expect(shown.map((found) => found?.search)).toEqual(['ada']);
  });

  test('a response after the field was cleared is not shown', async () => {
    const { shown, search, answer } = slowDirectory();
    search.typed('ada');
    vi.advanceTimersByTime(150);
    search.typed('');
    await answer('ada');
    expect(shown).toEqual([null]);
  });
});
