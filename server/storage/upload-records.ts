// Which content an agent or a member of staff has sent, whole: knowing a hash is not having the content.
import type { Attachment } from '../../contract/ticket.ts';
import type { Database } from './schema.ts';

/** Who sends content. */
export type Sender = { agentId: string } | { staffId: string };

export interface ReceivedContent {
  sha256: string;
  /** bytes */
  size: number;
  /** instant */
  now: string;
}

/** Bytes of the content when this sender has sent all of it, else null. */
export async function readUploadedSize(db: Database, sender: Sender, sha256: string): Promise<number | null> {
  const sent =
    'agentId' in sender
      ? db.selectFrom('upload').select('sha256').where('agentId', '=', sender.agentId)
      : db.selectFrom('staffUpload').select('sha256').where('staffId', '=', sender.staffId);
  const row = await db
    .selectFrom('blob')
    .select('size')
    .where('sha256', '=', sha256)
    .where('sha256', 'in', sent)
    .executeTakeFirst();
  return row?.size ?? null;
}

/** Whether this very sender has sent every byte of the files. */
export async function haveArrived(
  db: Database,
  sender: Sender,
  files: readonly Attachment[],
): Promise<boolean> {
  for (const { sha256, size } of files) {
    if ((await readUploadedSize(db, sender, sha256)) !== size) return false;
  }
  return true;
}

/** Writes down that this sender has sent the content, which is on disk. */
export async function recordUpload(
  db: Database,
  sender: Sender,
  { sha256, size, now }: ReceivedContent,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('blob')
      .values({ sha256, size, storedAt: now })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
    if ('agentId' in sender) {
      await transaction
        .insertInto('upload')
        .values({ agentId: sender.agentId, sha256, completedAt: now })
        .onConflict((conflict) => conflict.columns(['agentId', 'sha256']).doUpdateSet({ completedAt: now }))
        .execute();
    } else {
      await transaction
        .insertInto('staffUpload')
        .values({ staffId: sender.staffId, sha256, completedAt: now })
        .onConflict((conflict) => conflict.columns(['staffId', 'sha256']).doUpdateSet({ completedAt: now }))
        .execute();
    }
  });
}
