// The files of a backend's comment that are still there: each is fetched when its comment is stored.

/** A file or picture that is still in the backend. */
export interface BackendFile {
  /** as people there know it; empty where only its bytes come with a name */
  name: string;
  /** Fetches it, where it has at most `most` bytes. Does not reject because of the backend. */
  fetch(most: number): Promise<FetchedFile>;
}

/**
 * - failed: another try may succeed
 * - gone: the backend no longer has it
 * - elsewhere: it is on another server, of which nothing is fetched
 */
export type FetchedFile =
  | { kind: 'bytes'; bytes: Buffer; name: string; mediaType: string }
  | { kind: 'too-large' | 'failed' | 'gone' | 'elsewhere' };
