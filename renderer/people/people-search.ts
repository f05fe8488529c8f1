// The search for people as one types: asked after a pause, and an older answer never replaces a newer one.
import type { GuichetError } from '../../contract/errors.ts';
import type { RequestOut } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';

/** Characters from which the directory is asked. */
const SHORTEST_SEARCH = 2;

type People = RequestOut<'people:search'>;
export type Found =
  | ({ kind: 'found'; search: string } & People)
  | { kind: 'failed'; search: string; error: GuichetError };

export interface PeopleSearch {
  /** What is typed now; what was found for less than two characters is forgotten. */
  typed(text: string): void;
  /** Nothing is told from then on, until something is typed again. */
  stop(): void;
}

interface Parts {
  ask(query: { search: string }): Promise<Result<People>>;
  /** null: there is nothing to show */
  tell(found: Found | null): void;
  /** milliseconds of pause before the directory is asked */
  delay?: number;
}

export function createPeopleSearch({ ask, tell, delay = 150 }: Parts): PeopleSearch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  function stop(): void {
    clearTimeout(timer);
    turn += 1;
  }

  async function look(search: string, mine: number): Promise<void> {
    const answer = await ask({ search });
    if (mine !== turn) return;
    tell(
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
        tell(null);
        return;
      }
      const mine = turn;
      timer = setTimeout(() => void look(search, mine), delay);
    },
    stop,
  };
}
