// Reads the mailbox of the built-in desk, on the server that leads: when it says that mails came, and every minute.
import { BUILT_IN } from '../backends/backend-store.ts';
import type { SecretSeal } from '../backends/secrets.ts';
import { instantFrom, MINUTE } from '../clock.ts';
import { openDeskMailbox, signInOf } from '../connectors/built-in/desk-mailbox.ts';
import type { ConnectorParts } from '../connectors/connector.ts';
import type { KindParts } from '../connectors/connector-kind.ts';
import type { Mailbox, SetAside } from '../mailboxes/mailbox.ts';
import { MAILBOX_REASONS } from '../mailboxes/sentences.ts';
import { watchMailbox } from '../mailboxes/watch.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Row } from '../storage/schema.ts';
import { createPatience, type Patience } from './patience.ts';
import { movePlace, readPlace, readSetUp, type SetUpMailbox } from './settings.ts';
import { type TakingParts, takeMail } from './take-mail.ts';
import { forgetOld, oneLine } from './taken-mails.ts';

export interface MailIn {
  /** Begins to read, at once and then every minute. */
  start(): void;
  /** Its settings were saved: mails are taken from now on, and read at once where this server leads. */
  saved(): Promise<void>;
  /** Finishes the mail that is being taken, and reads no more until it is started again. */
  stop(): Promise<void>;
}

interface MailInParts extends TakingParts {
  seal: SecretSeal;
  connecting: ConnectorParts & Pick<KindParts, 'openParser'>;
}

/** A mailbox that is watched. */
interface Watched extends SetUpMailbox {
  mailbox: Mailbox;
  close(): Promise<void>;
}

export function createMailIn(parts: MailInParts): MailIn {
  const { clock, log } = parts;
  const patience = createPatience(parts);
  let watched: Watched | null = null;
  let running: Promise<void> | null = null;
  let isMissed = false;
  let isStopped = true;
  let cancel = () => {};

  function tick(): void {
    cancel = clock.after(MINUTE, tick);
    read();
  }

  function read(): void {
    isMissed = true;
    if (isStopped || running) return;
    running = readWhileAsked()
      .catch((failure: unknown) => log.error({ err: failure }, 'the mailbox of the desk could not be read'))
      .finally(() => {
        running = null;
      });
  }

  async function readWhileAsked(): Promise<void> {
    while (isMissed && !isStopped) {
      isMissed = false;
      await follow();
      if (watched) await readNew({ ...parts, patience, isOver: () => isStopped }, watched);
    }
  }

  /** Watches the mailbox of the current settings. */
  async function follow(): Promise<void> {
    const setUp = await readSetUp(parts);
    if (watched && setUp?.revision === watched.revision) return;
    await watched?.close();
    watched = setUp && watch(setUp);
  }

  function watch(setUp: SetUpMailbox): Watched {
    const { settings, secrets } = setUp;
    const parser = parts.connecting.openParser();
    const connecting = { ...parts.connecting, parser };
    const signIn = signInOf(settings, secrets, connecting);
    const end = watchMailbox(
      settings,
      signIn,
      { ...connecting, clock, random: () => parts.chance.fraction() },
      read,
    );
    return {
      ...setUp,
      mailbox: openDeskMailbox(settings, signIn, connecting),
      async close() {
        await end();
        await parser.close();
      },
    };
  }

  return {
    start() {
      isStopped = false;
      tick();
    },
    async saved() {
      const setUp = await readSetUp(parts);
      if (setUp) await readPlace(parts, setUp.settings);
      read();
    },
    async stop() {
      isStopped = true;
      cancel();
      await running;
      await watched?.close();
      watched = null;
    },
  };
}

type Reading = MailInParts & { patience: Patience; isOver(): boolean };

/** Reads all mails after the last one. Its failure is that of the desk's mailbox, which its health shows. */
async function readNew(parts: Reading, { settings, mailbox }: Watched): Promise<void> {
  const { db, clock, log, patience, isOver } = parts;
  const place = await readPlace(parts, settings);
  const steppedOver: Omit<SetAside, 'uid'>[] = [];
  for (let { cursor } = place; ; ) {
    const read = await mailbox
      .readSince(cursor, new Date(place.begunAt), async (header, content) => {
        if (isOver()) throw new Stopped();
        const isTaken = await patience.withMail({
          mail: header,
          place: `${place.mailbox} ${content.place}`,
          isConnected: content.isConnected,
          take: (withFiles) =>
            takeMail(parts, { settings, mailbox: place.mailbox, withFiles }, header, content),
        });
        if (!isTaken) steppedOver.push(header);
      })
      .catch((failure: unknown) => {
        if (failure instanceof Stopped) return null;
        throw failure;
      });
    if (read === null) return;
    if (!read.ok) {
      const { kind, reason } = read.failure;
      log.warn({ kind }, 'the mailbox of the desk could not be read');
      await updateDesk(parts, { lastFailure: writeReason(reason), lastFailureAt: instantFrom(clock) });
      return;
    }
    const { setAside } = read.value;
    // the first answer only says where the reading begins
    const more = read.value.more || cursor === null;
    cursor = read.value.cursor;
    await movePlace(db, place, cursor);
    await updateDesk(parts, {
      polledAt: instantFrom(clock),
      ...setAsideOf(parts, [...setAside, ...steppedOver.splice(0)]),
    });
    if (!more || isOver()) return forgetOld(db, clock);
  }
}

class Stopped extends Error {}

function setAsideOf({ clock }: Reading, mails: readonly Omit<SetAside, 'uid'>[]): Partial<DeskColumns> {
  const last = mails.at(-1);
  if (!last) return {};
  const reason = MAILBOX_REASONS.setAside(mails.length, last.from, oneLine(last.subject).slice(0, 100));
  return { leftOut: writeReason(reason), leftOutAt: instantFrom(clock) };
}

type DeskColumns = Pick<
  Row<'backend'>,
  'polledAt' | 'lastFailure' | 'lastFailureAt' | 'leftOut' | 'leftOutAt'
>;

async function updateDesk({ db }: Reading, columns: Partial<DeskColumns>): Promise<void> {
  await db.updateTable('backend').set(columns).where('id', '=', BUILT_IN).execute();
}
