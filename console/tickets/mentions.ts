// Mentions of colleagues in an internal note: what "@" and some letters could mean, and whom a text mentions.
import type { Colleague } from '../../contract/colleagues.ts';
import { fold } from '../../contract/fold.ts';

/** Colleagues that are offered at once. */
const MOST_OFFERED = 6;

/** What is being typed after an "@". */
export interface TypedMention {
  /** position of the "@" */
  start: number;
  letters: string;
}

/** Returns the mention in which the caret is; null where it is in none. An "@" within a word, as of an address, begins none. */
export function mentionAt(text: string, caret: number): TypedMention | null {
  const found = /(?:^|[\s(])@([\p{L}\p{N}'’.-]*(?: [\p{L}\p{N}'’.-]*)?)$/u.exec(text.slice(0, caret));
  return found ? { start: caret - (found[1] ?? '').length - 1, letters: found[1] ?? '' } : null;
}

/** Returns the colleagues whose name has a word that begins with the letters, or begins with them as a whole. */
export function offeredFor<C extends Pick<Colleague, 'fullName'>>(
  colleagues: readonly C[],
  letters: string,
): C[] {
  const typed = fold(letters);
  return colleagues
    .filter(({ fullName }) => {
      const name = fold(fullName);
      return name.startsWith(typed) || name.includes(` ${typed}`);
    })
    .slice(0, MOST_OFFERED);
}

/** Returns the text with the mention in place of what was typed, and where the caret is then. */
export function insertMention(
  text: string,
  { start, letters }: TypedMention,
  handle: string,
): { text: string; caret: number } {
  const mention = `@${handle} `;
  const rest = text.slice(start + 1 + letters.length).replace(/^ /, '');
  return { text: text.slice(0, start) + mention + rest, caret: start + mention.length };
}

type Named = Pick<Colleague, 'id' | 'fullName' | 'email'>;

/** Returns what names one colleague among the others in a text: their name, with their address where another one has that name too. */
export function handleOf({ id, fullName, email }: Named, colleagues: readonly Named[]): string {
  const isShared = colleagues.some((other) => other.id !== id && other.fullName === fullName);
  return isShared ? `${fullName} (${email})` : fullName;
}

export interface Mentions {
  ids: string[];
  /** names that several have, each once: nobody is mentioned by them */
  shared: string[];
}

/** Returns whom a text mentions by what names them: of names that begin alike, the longest counts. */
export function mentionedIn(text: string, colleagues: readonly Named[]): Mentions {
  const [ids, shared] = [new Set<string>(), new Set<string>()];
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])@/gu)) {
    const rest = text.slice(index + 1);
    const isNamed = (name: string) =>
      rest.startsWith(name) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length));
    const named = colleagues
      .flatMap((one) => [
        { name: handleOf(one, colleagues), id: one.id },
        { name: one.fullName, id: null },
      ])
      .filter(({ name }) => isNamed(name))
      // the handle before the bare name, where both are the same
      .toSorted((one, other) => other.name.length - one.name.length || (one.id === null ? 1 : -1));
    const [longest] = named;
    if (!longest) continue;
    if (longest.id === null) shared.add(longest.name);
    else ids.add(longest.id);
  }
  return { ids: [...ids], shared: [...shared] };
}
