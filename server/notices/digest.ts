// How much a digest tells: a mail that is too large is refused by mail servers, and read by nobody.
import type { MailBody } from './render.ts';

/** Notices that a digest tells in full; the rest are counted. */
const MOST_TOLD = 50;
/** Characters of the texts in a digest, together; the first is told however long it is. */
const MOST_TEXT = 60_000;

/** Returns the bodies of the first notices, as many as a digest has room for, and one where there is any. */
export async function firstBodies<N>(
  notices: readonly N[],
  bodyOf: (notice: N) => Promise<MailBody>,
): Promise<MailBody[]> {
  const bodies: MailBody[] = [];
  let length = 0;
  for (const notice of notices.slice(0, MOST_TOLD)) {
    const body = await bodyOf(notice);
    length += body.text.length;
    if (length > MOST_TEXT && bodies.length > 0) break;
    bodies.push(body);
  }
  return bodies;
}
