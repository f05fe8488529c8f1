// The search for people while a person types: debounced, and an older answer never replaces a newer one.
import { SHORTEST_SEARCH } from '../../contract/constants.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { RequestOut } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';

type People = RequestOut<'people:search'>;
export type PeopleResult =
  | ({ kind: 'found'; search: string } & People)
  | { kind: 'failed'; search: string; error: GuichetError };

export interface PeopleSearch {
  /** Searches after the delay. A text of less than two characters clears the result. */
  typed(text: string): void;
  /** Reports no result until something is typed again. */
  stop(): void;
}

interface Parts {
  ask(query: { search: string }): Promise<Result<People>>;
  /** Called with each result; null clears it. */
  onResult(result: PeopleResult | null): void;
  /** milliseconds without typing before the search */
  delay?: number;
}

export function createPeopleSearch({ ask, onResult, delay = 150 }: Parts): PeopleSearch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  function stop(): void {
    clearTimeout(timer);
    turn += 1;
  }

  async function look(search: string, mine: number): Promise<void> {
    const answer = await ask({ search });
    if (mine !== turn) return;
    onResult(
      answer.ok
        ? { kind: 'found', search, ...answer.value }
        : { kind: 'failed', search, error: answer.error },
    );
  }

  return {
    typed(text) {
      stop();
      const search = text.trim();
      if (search.length < SHORTEST_SEARCH) {
        onResult(null);
        return;
      }
      const mine = turn;
      timer = setTimeout(() => void look(search, mine), delay);
    },
    stop,
  };
}
