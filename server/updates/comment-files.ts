// Fetches the files of a backend's new comments and stores them, before the change is recorded and outside its transaction.
import type { Language } from '../../contract/primitives.ts';
import type { BackendFile } from '../connectors/backend-file.ts';
import type { BackendComment, TicketChange } from '../connectors/connector.ts';
import type { FetchFiles } from '../connectors/fetched-files.ts';
import { FILE_TEXTS, saidOfLeftOut } from '../connectors/file-texts.ts';
import { readLanguage } from '../people/written-language.ts';
import { FilesUnavailable } from '../storage/content-store.ts';
import { isOfDatabase } from '../storage/dialect/database-failure.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Readings in which a file is tried, before it is named instead. */
const MOST_TRIES = 3;

export interface CommentFiles {
  /**
   * Returns the change with the files of its new comments. Where one may come with another try, its comment and those after it are
   * left out, and the change is to be read again. `isOver`: nothing more is to be fetched.
   */
  fetch(
    link: Pick<Row<'link'>, 'id' | 'ticketId'>,
    change: TicketChange,
    isOver: () => boolean,
  ): Promise<WithFiles>;
}

interface WithFiles {
  change: TicketChange;
  isWhole: boolean;
}

/** How often a file was tried is counted in memory: after a restart the count begins anew. */
export function createCommentFiles(db: Database, fetchFiles: FetchFiles): CommentFiles {
  const tries = new Map<string, number>();

  /** What cannot be stored holds up no other news for long. While the server has no room for files, each waits. */
  async function fetchAll(found: readonly BackendFile[], language: Language, isLast: boolean) {
    try {
      return await fetchFiles(found, language, isLast);
    } catch (failure) {
      if (isOfDatabase(failure)) throw failure;
      if (failure instanceof FilesUnavailable) return 'no-room';
      return isLast ? { files: [], leftOut: [FILE_TEXTS[language].notRead] } : null;
    }
  }

  return {
    async fetch({ id: linkId, ticketId }, change, isOver) {
      const isNew = await newOf(db, linkId, change.comments.filter(lacksSomething));
      if (isNew === null) return { change, isWhole: true };
      const language = await languageOf(db, ticketId);
      const comments: BackendComment[] = [];
      for (const comment of change.comments) {
        if (!isNew(comment)) {
          comments.push(comment);
          continue;
        }
        const place = `${linkId} ${comment.ref}`;
        const tried = (tries.get(place) ?? 0) + 1;
        const stored = await fetchAll(untilOver(comment, isOver), language, tried >= MOST_TRIES);
        if (isOver()) return { change, isWhole: false };
        if (stored === null || stored === 'no-room') {
          if (stored === null) tries.set(place, tried);
          return { change: { ...change, comments }, isWhole: false };
        }
        tries.delete(place);
        const texts = FILE_TEXTS[language];
        const said = `${comment.body}${saidOfLeftOut(stored.leftOut, texts.filesLeftThere)}`.trim();
        const body = said === '' && stored.files.length === 0 ? texts.cannotBeShown : said;
        comments.push({ ...comment, body, files: stored.files });
      }
      return { change: { ...change, comments }, isWhole: true };
    },
  };
}

/** Its files, of which none is fetched once it is over. */
function untilOver({ filesThere = [] }: BackendComment, isOver: () => boolean): BackendFile[] {
  return filesThere.map(({ name, fetch }) => ({
    name,
    fetch: async (most) => (isOver() ? { kind: 'failed' } : fetch(most)),
  }));
}

/** Whether it has files to fetch, or nothing to show: a reader would see an empty message. */
function lacksSomething({ body, files = [], filesThere = [] }: BackendComment): boolean {
  return filesThere.length > 0 || (body === '' && files.length === 0);
}

/** Returns which of these comments are not recorded yet, or null where all are. */
async function newOf(db: Database, linkId: string, comments: readonly BackendComment[]) {
  if (comments.length === 0) return null;
  const rows = await db.selectFrom('backendComment').select('ref').where('linkId', '=', linkId).execute();
  const known = new Set(rows.map(({ ref }) => ref));
  const refs = new Set(comments.map(({ ref }) => ref).filter((ref) => !known.has(ref)));
  return refs.size === 0 ? null : ({ ref }: BackendComment) => refs.has(ref);
}

async function languageOf(db: Database, ticketId: string) {
  const { requesterId } = await db
    .selectFrom('ticket')
    .select('requesterId')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return readLanguage(db, requesterId);
}
