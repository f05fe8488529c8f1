// The links by mail with which an approver decides without an agent: each for one ticket and one person, until the decision.
import type { Approval } from '../../contract/approvals.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { readCategories } from '../catalogue/read-catalogue.ts';
import type { Chance } from '../chance.ts';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';
import { ownFilesOf } from '../tickets/attachments.ts';
import { readPerson } from '../tickets/people.ts';
import { markOf } from './asked.ts';
import { mayDecide } from './who-decides.ts';

/** How long a link is valid, in milliseconds: longer than it is asked again. */
const LINK_LIFE = 30 * DAY;

type Asked = Pick<Row<'approvalLink'>, 'ticketId' | 'requesterId'>;

/** Makes a link beside those that were mailed before. Returns its token. */
export async function makeApprovalLink(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  asked: Asked,
): Promise<string> {
  const token = newSecret(chance);
  await transaction
    .insertInto('approvalLink')
    .values({ ...asked, tokenHash: sha256(token), expiresAt: instantFrom(clock, LINK_LIFE) })
    .execute();
  return token;
}

/** Removes all links of the ticket, whoever has them. */
export async function removeApprovalLinks(transaction: Database, ticketId: string): Promise<void> {
  await transaction.deleteFrom('approvalLink').where('ticketId', '=', ticketId).execute();
}

/** Returns who is asked about what. Error: approval-link-invalid once somebody has decided, or they may not any more. */
export async function findAsked(db: Database, clock: Clock, token: string): Promise<Result<Asked>> {
  const link = await db
    .selectFrom('approvalLink')
    .innerJoin('ticket', 'ticket.id', 'approvalLink.ticketId')
    .select(['ticketId', 'approvalLink.requesterId'])
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', instantFrom(clock))
    .where('ticket.status', '=', 'waiting_for_approval')
    .executeTakeFirst();
  if (!link) return err('approval-link-invalid');
  const isAsked = await mayDecide(db, link.ticketId, link.requesterId);
  return isAsked ? ok(link) : err('approval-link-invalid');
}

interface ReadParts {
  db: Database;
  clock: Clock;
  /** returns an address at which a file can be read for some days */
  signedLink(file: { attachmentId: string; days: number }): string;
}

/** Returns what the link asks, with what the requester sent. Error: approval-link-invalid. */
export async function readApproval(
  { db, clock, signedLink }: ReadParts,
  token: string,
): Promise<Result<Approval>> {
  const asked = await findAsked(db, clock, token);
  if (!asked.ok) return asked;
  const { ticketId, requesterId } = asked.value;
  const ticket = await db
    .selectFrom('ticket')
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .select(['number', 'title', 'description', 'ticket.createdAt', 'ticket.requesterId', 'organisation.name'])
    .select(['ticket.organisationId', 'categoryId', 'serviceId', 'answers'])
    .where('ticket.id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { number, title, description, createdAt, name: organisation } = ticket;
  const approver = await readPerson(db, requesterId);
  const requester = await readPerson(db, ticket.requesterId);
  const category = (await readCategories(db, [ticket]))(ticket);
  const files = await ownFilesOf(db, ticketId);
  return ok({
    ...{ number, title, description, createdAt, organisation, category: category?.name ?? null },
    answers: JSON.parse(ticket.answers) as Approval['answers'],
    files: files.map(({ id, name, size }) => ({
      ...{ name, size, url: signedLink({ attachmentId: id, days: 1 }) },
    })),
    requester: { email: requester.email, fullName: requester.fullName },
    approver: approver.fullName,
    asked: markOf(ticket),
  });
}
