// Intake: the only place that accepts commands. Each is carried out atomically, in a transaction of its own.
import type { GuichetError } from '../../contract/errors.ts';
import { firstRefusedFile } from '../../contract/file-types.ts';
import {
  type Command,
  type CommandEnvelope,
  type CommandResult,
  filesOf,
  ticketIdOf,
} from '../../contract/sync.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import type { RememberedRouting } from '../backends/remembered-routing.ts';
import type { RoutesOf } from '../backends/routing.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { doubtCommand } from '../delivery/doubt-waiting.ts';
import type { KnownAgent } from '../enrolment/standing.ts';
import type { Charge, Limits } from '../limits/limits.ts';
import { limitsOfTries } from '../limits/limits-of-tries.ts';
import type { Database } from '../storage/schema.ts';
import { allOf } from '../storage/sent-together.ts';
import { haveArrived } from '../storage/upload-records.ts';
import { type Announce, announceTo } from '../tickets/announce.ts';
import { numberChange, numberChangeFor } from '../tickets/change-feed.ts';
import { holderOfKey } from '../tickets/keys.ts';
import { bodyHash } from './body-hash.ts';
import { carryOut } from './carry-out.ts';
import { authorOf, type CommandAuthor, readAuthor } from './command-author.ts';
import { deliverCommand } from './deliver-command.ts';
import { parseCommand } from './parse-command.ts';
import { storeCommand } from './store-command.ts';

export interface Intake {
  /** Carries out the commands of one sync call in order. Returns one result per command. */
  accept(agent: KnownAgent, envelopes: readonly CommandEnvelope[]): Promise<CommandResult[]>;
}

interface IntakeParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  announce: Announce;
  routing: RememberedRouting;
  limits: Limits;
  /** file name extensions that may be attached; null allows any */
  fileTypes: readonly string[] | null;
  /** called after deliveries were committed */
  kickDelivery(settingsRevision: number): void;
}

type ProcessParts = IntakeParts & {
  agentId: string;
  capabilities: CapabilitiesByBackend;
  routes: RoutesOf;
};

/** A changed ticket, and the requesters who can see the change. */
interface Change {
  ticketId: string;
  readerIds: readonly string[];
}

/** `changed` is null for a repeated command, or where nothing changed. */
type CommandOutcome =
  | { outcome: 'accepted'; changed: Change | null }
  | { outcome: 'refused' | 'held'; error: GuichetError };

export function createIntake(parts: IntakeParts): Intake {
  return {
    async accept(agent, envelopes) {
      const heldTickets = new Map<string, GuichetError>();
      const readers = new Set<string>();
      const results: CommandResult[] = [];
      if (envelopes.length === 0) return results;
      const processing = { ...parts, agentId: agent.id, ...(await routingOf(parts.routing, agent)) };
      // first, because parsing and hashing cost more the more was sent
      const author = authorOf(agent);
      try {
        for (const envelope of envelopes) {
          const processed =
            author.ok || (await isStored(parts.db, agent.id, envelope.key))
              ? await processCommand(processing, envelope, heldTickets)
              : held(author.error);
          results.push(resultOf(envelope.key, processed));
          if (processed.outcome !== 'accepted' || processed.changed === null) continue;
          for (const id of processed.changed.readerIds) readers.add(id);
        }
      } finally {
        // commands committed before an unexpected failure are announced and delivered all the same
        if (readers.size > 0) {
          parts.kickDelivery(agent.settingsRevision);
          // not to this agent, whose sync answer has the changes
          const changed = { requesterIds: [...readers], organisationIds: [agent.organisationId] };
          await announceTo(parts.db, parts.announce, changed, agent.id);
        }
      }
      return results;
    },
  };
}

async function routingOf(
  routing: RememberedRouting,
  { settingsRevision, organisationId }: KnownAgent,
): Promise<Pick<ProcessParts, 'capabilities' | 'routes'>> {
  return {
    capabilities: await routing.capabilities(settingsRevision),
    routes: await routing.routesOf(settingsRevision, organisationId),
  };
}

function resultOf(key: string, processed: CommandOutcome): CommandResult {
  return processed.outcome === 'accepted'
    ? { key, outcome: 'accepted' }
    : { key, outcome: processed.outcome, error: processed.error };
}

async function processCommand(
  parts: ProcessParts,
  envelope: CommandEnvelope,
  heldTickets: Map<string, GuichetError>,
): Promise<CommandOutcome> {
  const parsed = parseCommand(envelope);
  if (!parsed.ok) return { outcome: 'refused', error: parsed.error };
  const command = parsed.value;
  const hash = bodyHash(envelope.kind, envelope.body);
  const { again = false } = envelope;
  const ticketId = ticketIdOf(command);
  const limits = limitsOfTries(parts.limits);
  // takes the agent and the ticket before it decides by them; a key that another call adds is found at the next try (ADR 86)
  const transaction = parts.db.transaction().setIsolationLevel('read committed');
  const written = transaction.execute((within) => {
    limits.begin();
    return checkAndWrite(within, { ...parts, limits }, { command, hash, again }, heldTickets.get(ticketId));
  });
  const processed = await limits.keptBy(written);
  // commands of one ticket stay in order: those after a held command are held too
  if (processed.outcome === 'held') heldTickets.set(ticketId, processed.error);
  return processed;
}

interface Received {
  command: Command;
  hash: string;
  /** backends may have what it makes: a database that was newer may have accepted it */
  again: boolean;
}

async function checkAndWrite(
  transaction: Database,
  parts: ProcessParts,
  received: Received,
  heldBefore: GuichetError | undefined,
): Promise<CommandOutcome> {
  const { command, hash } = received;
  const holder = await holderOfKey(transaction, command.key);
  if (holder && holder.bodyHash !== null) {
    const same = holder.agentId === parts.agentId && holder.bodyHash === hash;
    return same ? { outcome: 'accepted', changed: null } : refused({ code: 'key-reused' });
  }
  if (heldBefore) return held(heldBefore);
  // read again, because staff may have suspended the agent since the call began
  const author = await readAuthor(transaction, parts.agentId);
  if (!author.ok) return held(author.error);
  const files = filesOf(command);
  const unadmitted = firstRefusedFile(parts.fileTypes, files);
  if (unadmitted) return refused({ code: 'attachment-type-refused', details: { name: unadmitted.name } });
  if (!(await haveArrived(transaction, { agentId: parts.agentId }, files)))
    return held({ code: 'attachment-missing' });
  const charges = chargesOf(author.value, command);
  // such as the id of somebody else's comment, which participants can see
  if (holder) return refused({ code: 'key-reused' });
  const taken = parts.limits.take(charges);
  if (!taken.ok) return held(taken.error);
  const written = await write(transaction, parts, author.value, received);
  // a refused command costs nothing
  if (written.outcome !== 'accepted') parts.limits.giveBack(charges);
  return written;
}

/** Only for its own commands: an agent learns nothing about those of others. */
async function isStored(db: Database, agentId: string, key: string): Promise<boolean> {
  return (await holderOfKey(db, key))?.agentId === agentId;
}

/** A command that waits for a rate is held like any other: the agent keeps it, and knows from the error when to try again. */
function chargesOf({ agentId, requesterId, organisationId }: CommandAuthor, { kind }: Command): Charge[] {
  const rates =
    kind === 'create-ticket'
      ? (['ticketsOfAgent', 'ticketsOfRequester', 'ticketsOfOrganisation'] as const)
      : (['messagesOfAgent', 'messagesOfRequester', 'messagesOfOrganisation'] as const);
  const keys = [agentId, requesterId, organisationId];
  return rates.map((rate, index) => ({ rate, key: keys[index] ?? '' }));
}

/** Writes the command's effect, its key, its deliveries and the change number in the same transaction. */
async function write(
  transaction: Database,
  parts: ProcessParts,
  author: CommandAuthor,
  { command, hash, again }: Received,
): Promise<CommandOutcome> {
  const result = await carryOut(transaction, parts, author, command);
  if (!result.ok) return refused(result.error);
  const { ticketId, audience, entry } = result.value;
  const stored = storeCommand(transaction, parts.clock, author, { command, hash, ticketId });
  if (audience === 'nobody') {
    await stored;
    return { outcome: 'accepted', changed: null };
  }
  const [, , readerIds] = await allOf([
    stored,
    deliverCommand(transaction, parts, author, command, entry),
    audience === 'writer'
      ? numberChangeFor(transaction, author.requesterId, ticketId)
      : numberChange(transaction, ticketId),
  ]);
  if (again) await doubtCommand(transaction, parts.clock, { ticketId, ...command });
  return { outcome: 'accepted', changed: { ticketId, readerIds } };
}

function refused(error: GuichetError): CommandOutcome {
  return { outcome: 'refused', error };
}

function held(error: GuichetError): CommandOutcome {
  return { outcome: 'held', error };
}
