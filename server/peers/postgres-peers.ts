// The servers of one PostgreSQL: they hear each other by LISTEN, are alive while they hold a lock, and one holds the lead.
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Chance } from '../chance.ts';
import { type Clock, SECOND } from '../clock.ts';
import { lockOf, type Term } from '../storage/agreements.ts';
import { type PeerMessage, pack, unpack } from './messages.ts';
import { connectPeer, type PeerConnection } from './peer-connection.ts';
import type { PeerEvents, Peers } from './peers.ts';

/** How often a server looks who else lives and whether it leads, in milliseconds. */
const LOOK_EVERY = SECOND;
/** Messages within this time, in milliseconds, are told together: NOTIFY takes a lock of the whole PostgreSQL. */
const TOLD_TOGETHER = 10;
/** Messages kept for one telling. What comes beyond them is lost, and `missed` told in its place. */
const MOST_UNTOLD = 10_000;
/** Pauses between tries to connect, in milliseconds. */
const RECONNECT = { first: 250, longest: 2 * SECOND };

interface PeerParts {
  connection: pg.ClientConfig;
  /** what this server works with */
  terms: readonly Term[];
  clock: Clock;
  chance: Pick<Chance, 'fraction'>;
  log: FastifyBaseLogger;
}

/** Joins the servers of the database. Throws where it cannot be reached. */
export async function joinPeers(parts: PeerParts): Promise<Peers> {
  const { clock, chance, log } = parts;
  let events: PeerEvents | null = null;
  let connection: PeerConnection | null = null;
  let others = new Set<number>();
  /** those that stopped: they did not die */
  const left = new Set<number>();
  let isLeader = false;
  /** whoever leads after a loss may have led, or followed, before it: nobody knows who else did */
  let wasLost = false;
  let isStopped = false;
  let isUnsure = false;
  let untold: PeerMessage[] = [];
  let telling: Promise<void> | null = null;
  let looking: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let cancelTelling: (() => void) | null = null;

  async function connect(): Promise<void> {
    const joined = await connectPeer({
      connection: parts.connection,
      inUse: parts.terms.map(lockOf),
      newNumber: () => Math.floor(chance.fraction() * 2 ** 31),
      heard(payload, number) {
        const heard = unpack(payload, number);
        for (const message of heard?.messages ?? []) {
          if (heard && message.kind === 'left') left.add(heard.from);
          else events?.heard(message);
        }
      },
      lost: lose,
    });
    try {
      others = await joined.others();
    } catch (failure) {
      joined.cut();
      throw failure;
    }
    connection = joined;
  }

  function lose(lost: PeerConnection): void {
    if (connection !== lost) return;
    connection = null;
    wasLost = true;
    setLeader(false);
    if (isStopped) return;
    log.warn('the connection to the other servers is lost, and will be made again');
    cancel();
    reconnect(1);
  }

  /** After a failure, whatever it was: nobody knows what this connection still holds. */
  function giveUp(own: PeerConnection): void {
    own.cut();
    lose(own);
  }

  function reconnect(tries: number): void {
    const pause = nextDelay(tries, chance.fraction(), RECONNECT);
    cancel = clock.after(pause, () => {
      looking = connect().then(
        () => {
          // neither did the others hear us
          tell({ kind: 'missed' });
          if (isStopped) return;
          events?.joined();
          events?.missed();
          look();
        },
        () => {
          if (!isStopped) reconnect(tries + 1);
        },
      );
    });
  }

  function setLeader(leads: boolean, takesOver = false): void {
    if (leads === isLeader) return;
    isLeader = leads;
    events?.leads(leads, takesOver);
  }

  function look(): void {
    const own = connection;
    looking = lookOnce().finally(() => {
      // a connection made meanwhile has its own looks
      if (!isStopped && own && connection === own) cancel = clock.after(LOOK_EVERY, look);
    });
  }

  async function lookOnce(): Promise<void> {
    const own = connection;
    if (!own) return;
    try {
      const alive = await own.others();
      const hasDied = [...others].some((number) => !alive.has(number) && !left.has(number));
      const takesOver = wasLost || hasDied || alive.size > 0;
      others = alive;
      if (!isLeader && (await own.lead())) setLeader(true, takesOver);
      if (isUnsure) tell({ kind: 'missed' });
      if (hasDied || isUnsure) events?.missed();
      isUnsure = false;
      // asked for in any case: what is not told to anybody now is not told later
      const news = events?.news() ?? [];
      if (others.size > 0) news.forEach(tell);
    } catch {
      giveUp(own);
    }
  }

  function tell(message: PeerMessage): void {
    if (untold.length >= MOST_UNTOLD) untold = [{ kind: 'missed' }];
    untold.push(message);
    cancelTelling ??= clock.after(TOLD_TOGETHER, () => {
      telling = tellAll();
    });
  }

  async function tellAll(): Promise<void> {
    await telling;
    cancelTelling = null;
    const own = connection;
    const messages = untold;
    untold = [];
    // after the connection is made again, the others are told that they missed something
    if (!own || messages.length === 0) return;
    try {
      await own.notify(pack(own.number, messages));
    } catch (failure) {
      log.warn({ err: failure }, 'the other servers could not be told');
      giveUp(own);
    }
  }

  await connect();
  return {
    areOthersPossible: true,
    others: () => others.size,
    tell,
    unsure() {
      isUnsure = true;
    },
    start(heardBy) {
      events = heardBy;
      events.joined();
      look();
    },
    async stop() {
      isStopped = true;
      cancel();
      cancelTelling?.();
      await looking;
      untold.push({ kind: 'left' });
      await tellAll();
      await connection?.close();
      connection = null;
    },
  };
}
