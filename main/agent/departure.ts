// Leaving this computer: sends what waits, says what would be lost, ends the agent's standing, and has its data deleted.
import type { LeaveLosses } from '../../contract/ipc.ts';
import { err, ok } from '../../contract/result.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import type { OpenDrafts } from '../draft/open-drafts.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { Desktop } from './environment.ts';
import type { ServerConnection } from './server-connection.ts';

/** The person waits in front of a dialog. */
const SEND_MS = 20_000;
const GOODBYE_MS = 10_000;

interface Parts {
  outbox: Pick<OutboxStore, 'waiting'>;
  drafts: Pick<DraftStore, 'count' | 'read'>;
  openDrafts: Pick<OpenDrafts, 'form' | 'isWriting'>;
  connection: Pick<ServerConnection, 'isOnline' | 'isEnrolled' | 'nextRound' | 'stop'>;
  client: Pick<ServerClient, 'leave'> | null;
  leaving: Desktop['leaving'];
  clock: Clock;
  log: Log;
}

export interface Departure {
  requests: Pick<Handlers, 'settings:prepare-leave' | 'settings:leave'>;
  /** Called when the server answers that staff want the data deleted. */
  onAsked(): void;
}

export function createDeparture(parts: Parts): Departure {
  const { outbox, drafts, openDrafts, connection, client, leaving, clock, log } = parts;
  let hasBegun = false;

  function losses(): LeaveLosses {
    const form = openDrafts.form();
    const isUnsaved = form !== null && openDrafts.isWriting() && !drafts.read(form.id);
    return {
      waiting: outbox.waiting(),
      drafts: drafts.count() + (isUnsaved ? 1 : 0),
      online: connection.isOnline(),
    };
  }

  /** Rounds until nothing waits, or until one sends nothing. The first one tells whether the server can be reached. */
  async function sendWhatWaits(): Promise<void> {
    if (!client) return;
    for (let before = Number.POSITIVE_INFINITY; ; ) {
      await within(SEND_MS, connection.nextRound());
      const waiting = outbox.waiting();
      if (waiting === 0 || waiting >= before) return;
      before = waiting;
    }
  }

  function within(ms: number, work: Promise<unknown>): Promise<unknown> {
    let cancel = () => {};
    const late = new Promise<void>((passed) => {
      cancel = clock.after(ms, passed);
    });
    return Promise.race([work, late]).finally(() => cancel());
  }

  /**
   * The commitment comes first: if the program dies after it, the next start deletes the data. If the server is not
   * told, it lists this agent until staff retire it: a secret kept to tell it later would be the next person's.
   */
  async function depart(): Promise<void> {
    if (hasBegun) return;
    leaving.commit();
    hasBegun = true;
    connection.stop();
    if (client && connection.isEnrolled()) {
      await within(GOODBYE_MS, client.leave());
    }
    leaving.restart();
  }

  return {
    requests: {
      async 'settings:prepare-leave'() {
        await sendWhatWaits();
        return ok(losses());
      },
      async 'settings:leave'(agreed) {
        const now = losses();
        if (now.waiting > agreed.waiting || now.drafts > agreed.drafts) return err('more-to-lose');
        if (agreed.online && !now.online) return err('more-to-lose');
        await depart();
        return ok(undefined);
      },
    },
    onAsked() {
      log.info('the help desk asked this agent to delete its data');
      void depart();
    },
  };
}
