// The mailbox of the built-in desk as it is set up, and the moment from which its mails are taken. Owns desk_mailbox.
import type { BackendSecrets } from '../../contract/backends.ts';
import type { DeskMailbox } from '../../contract/built-in-settings.ts';
import { BUILT_IN, readBackend, readSettings } from '../backends/backend-store.ts';
import type { SecretSeal } from '../backends/secrets.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';

export interface SetUpMailbox {
  settings: DeskMailbox;
  secrets: BackendSecrets;
  /** of the desk's settings: another one may have another mailbox */
  revision: number;
}

/** Returns null where there is none, and where its settings or secrets cannot be read. */
export async function readSetUp(parts: { db: Database; seal: SecretSeal }): Promise<SetUpMailbox | null> {
  const desk = await readBackend(parts, BUILT_IN);
  if (desk?.settings?.kind !== BUILT_IN || desk.secrets === null) return null;
  const { mailbox } = desk.settings;
  return mailbox && { settings: mailbox, secrets: desk.secrets, revision: desk.revision };
}

/** The address that people write to; null where no mailbox is read. */
export async function readDeskAddress(db: Database): Promise<string | null> {
  const { settings } = await db
    .selectFrom('backend')
    .select('settings')
    .where('id', '=', BUILT_IN)
    .executeTakeFirstOrThrow();
  const read = readSettings(settings);
  return read?.kind === BUILT_IN ? (read.mailbox?.address ?? null) : null;
}

/** The same for the same folder of the same mailbox. */
function nameOf({ host, port, user, folder }: DeskMailbox): string {
  return sha256(JSON.stringify([host, port, user, folder])).slice(0, 32);
}

/** Returns where the reading of this mailbox is; it begins now where it was not read before, and another one is forgotten. */
export async function readPlace(
  { db, clock }: { db: Database; clock: Clock },
  settings: DeskMailbox,
): Promise<Row<'deskMailbox'>> {
  const mailbox = nameOf(settings);
  return db.transaction().execute(async (transaction) => {
    const known = await transaction.selectFrom('deskMailbox').selectAll().execute();
    const same = known.find((one) => one.mailbox === mailbox);
    if (same) return same;
    await transaction.deleteFrom('deskMailbox').execute();
    return transaction
      .insertInto('deskMailbox')
      .values({ mailbox, begunAt: instantFrom(clock) })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

export async function movePlace(
  db: Database,
  { mailbox }: Row<'deskMailbox'>,
  cursor: string,
): Promise<void> {
  await db.updateTable('deskMailbox').set({ cursor }).where('mailbox', '=', mailbox).execute();
}
