// The person in front of a page under test. Every act of theirs is over once the page shows what came of it.
import { act, configure, getConfig } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import { expect } from 'vitest';

/** Testing Library takes React out of its test mode for each event of a user, which `act` must not be. */
async function inAct<T>(work: () => Promise<T>): Promise<T> {
  const { asyncWrapper } = getConfig();
  configure({ asyncWrapper: (wrapped) => wrapped() });
  try {
    return await act(work);
  } finally {
    configure({ asyncWrapper });
  }
}

/**
 * A user whose calls resolve after all that they set going in the page: effects, answers that take no timer, and the
 * rendering of both. What waits for a timer or for a held answer is waited for by the test.
 */
export function createPerson(): UserEvent {
  return new Proxy(userEvent.setup({ delay: null }), {
    get(user, name) {
      const member: unknown = Reflect.get(user, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        const result = await inAct(async () => Reflect.apply(member, user, args));
        // a click on the label of one would tick the other
        expect(repeatedIds()).toEqual([]);
        return result;
      };
    },
  });
}

/** Returns what stands in the page with the id of something before it. */
function repeatedIds(): string[] {
  const seen = new Set<string>();
  const repeated = [];
  for (const element of document.querySelectorAll('[id]')) {
    if (seen.has(element.id)) repeated.push(`${element.id}: ${element.outerHTML.slice(0, 200)}`);
    seen.add(element.id);
  }
  return repeated;
}
