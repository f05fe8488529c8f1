// The servers of one database: what they tell each other, and which one leads.
import type { PeerMessage } from './messages.ts';

export interface PeerEvents {
  /** Another server says this. */
  heard(message: PeerMessage): void;
  /** This server hears the others from now on: at its start, and when its connection was made again. */
  joined(): void;
  /** What others said may have been lost: one of them died, or we could not hear them. */
  missed(): void;
  /** Returns what the others should know from time to time. Asked every second. */
  news(): PeerMessage[];
  /** This server leads from now on, or no longer. `takesOver`: another one may have led, and may still be busy. */
  leads(isLeader: boolean, takesOver: boolean): void;
}

export interface Peers {
  /** Whether the database can have other servers: SQLite has one. */
  readonly areOthersPossible: boolean;
  /** Counts the other servers that are alive. */
  others(): number;
  /** Tells the others, soon. Call it after the commit. What cannot be told is lost: `missed` follows for them. */
  tell(message: PeerMessage): void;
  /**
   * Something may have been committed and not told. As soon as the database answers, all servers are told that they missed it,
   * this one too.
   */
  unsure(): void;
  /** Begins to hear, and to lead where nobody else does. */
  start(events: PeerEvents): void;
  /** Tells what is left, and leaves. */
  stop(): Promise<void>;
}

/** A server that has its database to itself. */
export const ALONE: Peers = {
  areOthersPossible: false,
  others: () => 0,
  tell() {},
  unsure() {},
  start() {},
  stop: async () => {},
};
