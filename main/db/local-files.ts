// The names of the agent's local data in its folder.

export const DATABASE = 'guichet.sqlite';
export const KEYS = 'keys.json';
export const ATTACHMENTS = 'attachments';
/** While it exists, the database is taken for damaged: a statement has failed for that reason. */
export const SUSPECT = 'damaged';
/** The drafts that were open when the damage showed, sealed. */
export const OPEN_DRAFTS = 'open-drafts';

/** What SQLite keeps beside a database. */
export const beside = (database: string): string[] => [`${database}-wal`, `${database}-shm`];
