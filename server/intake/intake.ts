// Intake: the only place that accepts commands. Each one is carried out whole, in a transaction of its own, or not at all.
import type { GuichetError } from '../../contract/errors.ts';
import type { Command, CommandEnvelope, CommandResult } from '../../contract/sync.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { readAgent, stateObstacle } from '../enrolment/standing.ts';
import { readUploadedSize } from '../storage/blobs.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, agentsOfRequester } from '../updates/announce.ts';
import { bodyHash } from './body-hash.ts';
import { parseCommand } from './parse-command.ts';
import { writeCommand } from './write-command.ts';

export interface Intake {
  /** Takes the commands of one sync call in their order; one result per command. */
  take(agentId: string, envelopes: readonly CommandEnvelope[]): Promise<CommandResult[]>;
}

interface IntakeParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  announce: Announce;
  /** the connector that new deliveries are for */
  connectorKind: string;
  /** called once after new deliveries were committed */
  kickDelivery(): void;
}

type Verdict = { outcome: 'accepted'; fresh: boolean } | { outcome: 'refused' | 'held'; error: GuichetError };

export function createIntake(parts: IntakeParts): Intake {
  return {
    async take(agentId, envelopes) {
      const heldTickets = new Map<string, GuichetError>();
      const results: CommandResult[] = [];
      let fresh = false;
      try {
        for (const envelope of envelopes) {
          const verdict = await judge(parts, agentId, envelope, heldTickets);
          results.push(resultOf(envelope.key, verdict));
          fresh ||= verdict.outcome === 'accepted' && verdict.fresh;
        }
      } finally {
        // what was committed before a command that failed unexpectedly is delivered all the same
        if (fresh) await tell(parts, agentId);
      }
      return results;
    },
  };
}

function resultOf(key: string, verdict: Verdict): CommandResult {
  return verdict.outcome === 'accepted'
    ? { key, outcome: 'accepted' }
    : { key, outcome: verdict.outcome, error: verdict.error };
}

/** The requester's other agents and the console; the agent itself reads the change in this very answer. */
async function tell({ db, announce, kickDelivery }: IntakeParts, agentId: string): Promise<void> {
  kickDelivery();
  const agent = await readAgent(db, agentId);
  if (agent?.requesterId) {
    const agents = await agentsOfRequester(db, agent.requesterId);
    announce.agents(agents.filter((id) => id !== agentId));
  }
  announce.console('tickets');
}

async function judge(
  parts: IntakeParts,
  agentId: string,
  envelope: CommandEnvelope,
  heldTickets: Map<string, GuichetError>,
): Promise<Verdict> {
  const parsed = parseCommand(envelope);
  if (!parsed.ok) return { outcome: 'refused', error: parsed.error };
  const command = parsed.value;
  const hash = bodyHash(envelope.kind, envelope.body);
  const ticketId = ticketOf(command);
  const verdict = await parts.db
    .transaction()
    .execute((transaction) =>
      accept(transaction, parts, { agentId, command, hash }, heldTickets.get(ticketId)),
    );
  // the order of one ticket is kept: what follows a held command waits with it
  if (verdict.outcome === 'held') heldTickets.set(ticketId, verdict.error);
  return verdict;
}

function ticketOf(command: Command): string {
  return command.kind === 'create-ticket' ? command.key : command.body.ticketId;
}

async function accept(
  transaction: Database,
  parts: IntakeParts,
  { agentId, command, hash }: { agentId: string; command: Command; hash: string },
  heldBefore: GuichetError | undefined,
): Promise<Verdict> {
  const stored = await transaction
    .selectFrom('command')
    .select(['agentId', 'bodyHash'])
    .where('key', '=', command.key)
    .executeTakeFirst();
  if (stored) {
    const same = stored.agentId === agentId && stored.bodyHash === hash;
    return same ? { outcome: 'accepted', fresh: false } : refused('key-reused');
  }
  if (heldBefore) return { outcome: 'held', error: heldBefore };
  const agent = await readAgent(transaction, agentId);
  const obstacle = agent ? stateObstacle(agent.state) : 'agent-unknown';
  if (obstacle) return held(obstacle);
  if (!agent?.requesterId) return held('address-not-confirmed');
  const ticket = await findTicket(transaction, command, agent.requesterId);
  if (ticket === null) return refused('ticket-not-found');
  if (ticket?.status === 'closed') return refused('ticket-closed');
  if (!(await hasAttachments(transaction, agentId, command))) return held('attachment-missing');
  const { organisationId, requesterId } = agent;
  await writeCommand(transaction, parts, { agentId, organisationId, requesterId, command, hash });
  return { outcome: 'accepted', fresh: true };
}

/** The ticket a comment is for, null when the requester has none such; undefined for a new ticket. */
async function findTicket(
  transaction: Database,
  command: Command,
  requesterId: string,
): Promise<Pick<Row<'ticket'>, 'status'> | null | undefined> {
  if (command.kind === 'create-ticket') return undefined;
  const row = await transaction
    .selectFrom('ticket')
    .select('status')
    .where('id', '=', command.body.ticketId)
    .where('requesterId', '=', requesterId)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether this very agent has sent every byte. */
async function hasAttachments(transaction: Database, agentId: string, { body }: Command): Promise<boolean> {
  for (const { sha256, size } of body.attachments) {
    if ((await readUploadedSize(transaction, agentId, sha256)) !== size) return false;
  }
  return true;
}

function refused(code: GuichetError['code']): Verdict {
  return { outcome: 'refused', error: { code } };
}

function held(code: GuichetError['code']): Verdict {
  return { outcome: 'held', error: { code } };
}
