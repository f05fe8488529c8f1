// Carries out one delivery on its backend.
import type { Backends } from '../backends/backends.ts';
import type { Connector, Failure, Found, OperationResult } from '../connectors/connector.ts';
import { failedBy, ofQuestion } from '../connectors/results.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Row } from '../storage/schema.ts';
import type { Blame } from './blame.ts';
import { performOnBackend } from './operation.ts';
import { putBack, readLink, type SettleParts, settle } from './settle.ts';

/** The reader of backend changes: an older answer must not undo what was just delivered. */
interface ChangeReader {
  /**
   * Starts the backend's change cursor before the first delivery: a later cursor would miss changes of the first ticket.
   * Returns the failure, or null.
   */
  startCursor(backendId: string, connector: Connector): Promise<Failure | null>;
  /** Reads a backend at once that was left alone because it refused Guichet itself: it was repaired. */
  tryNow(backendId: string): void;
  /** Called before the outcome of a delivery is stored. */
  settling(delivery: Row<'delivery'>): void;
  /** Called after a delivery succeeded: the backend may have new changes. */
  settled(delivery: Row<'delivery'>): void;
}

export interface DeliverParts extends SettleParts {
  backends: Backends;
  blobs: Pick<Blobs, 'open'>;
  links: Pick<SignedLinks, 'signedLink'>;
  changeReader: ChangeReader;
  blame: Blame;
}

/** Carries out a claimed delivery, which may probe a backend that was left alone. Returns the failure, or null. */
export async function deliver(
  parts: DeliverParts,
  delivery: Row<'delivery'>,
  isProbe: boolean,
): Promise<Failure | null> {
  const { db, clock, backends, blobs, links, log, changeReader, blame } = parts;
  const link = await readLink(db, delivery.linkId);
  let answer: OperationResult<Found>;
  let connector: Connector | null = null;
  try {
    connector = await backends.connectorOf(delivery.backendId);
    const unread = await changeReader.startCursor(delivery.backendId, connector);
    answer = unread
      ? ofQuestion({ ok: false, failure: unread })
      : await performOnBackend({ db, clock, connector, blobs, links }, delivery, link, isProbe);
  } catch (bug) {
    log.error({ err: bug, delivery: delivery.id }, 'a connector failed unexpectedly');
    answer = failedBy(bug);
  }
  changeReader.settling(delivery);
  if (!answer.ok) {
    const { isParked } = await putBack(
      parts,
      delivery,
      answer.failure,
      blame.failed(delivery, answer.failure),
    );
    if (isParked) blame.forget(delivery);
    return answer.failure;
  }
  blame.passed(delivery);
  await settle(parts, delivery, answer.value, { link, connector });
  changeReader.settled(delivery);
  return null;
}
