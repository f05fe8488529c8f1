// Records who has uploaded which content completely: knowing a hash does not prove having the content.
import type { Attachment } from '../../contract/ticket.ts';
import type { Database } from './schema.ts';

/** The agent or the member of staff who uploads. */
export type Sender = { agentId: string } | { staffId: string };

export interface ReceivedContent {
  sha256: string;
  /** in bytes */
  size: number;
  /** instant */
  now: string;
}

/** Returns the size in bytes of content that this sender has uploaded completely, else null. */
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

/** Whether this sender has uploaded all of these files completely. */
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

/**
 * Records an upload of this sender, whose content is stored in the same transaction or was before. The row of the content is
 * written first: a removal at the same time, perhaps by another server, waits for it and then finds it young, or is waited for.
 */
export async function recordUpload(
  transaction: Database,
  sender: Sender,
  { sha256, size, now }: ReceivedContent,
): Promise<void> {
  await recordContent(transaction, { sha256, size, now });
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
}

/** Records a content that nobody has uploaded, such as a file of a mail; what refers to it is written within a week. */
export async function recordContent(
  transaction: Database,
  { sha256, size, now }: ReceivedContent,
): Promise<void> {
  await transaction
    .insertInto('blob')
    .values({ sha256, size, storedAt: now })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ storedAt: now }))
    .execute();
}
