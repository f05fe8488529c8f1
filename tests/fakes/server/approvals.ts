// Links by mail for approvers.
import { randomBytes } from 'node:crypto';
import { sha256 } from '../../../server/hashes.ts';
import type { TestServer } from './test-server.ts';

/** Inserts a link with which the person of this address decides. Returns its token. */
export async function insertApprovalLink(desk: TestServer, ticketId: string, email: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await desk.alter(
    `INSERT INTO approval_link (token_hash, ticket_id, requester_id, expires_at)
       SELECT ?, ticket.id, requester.id, ? FROM ticket JOIN requester ON requester.organisation_id = ticket.organisation_id
       WHERE ticket.id = ? AND requester.email = ?`,
    ...[sha256(token), '2999-01-01T00:00:00.000Z', ticketId, email],
  );
  return token;
}
