// The event streams of all servers of a database: whoever is told here is told at every server.
import type { Chance } from '../chance.ts';
import { type Clock, SECOND } from '../clock.ts';
import type { EventStreams } from '../http/event-streams.ts';
import { inMessages, type PeerMessage } from './messages.ts';
import type { Peers } from './peers.ts';

/** How long the list of devices waits for the others to say who is connected to them, in milliseconds. */
const ANSWERED_WITHIN = SECOND / 2;

export interface SharedStreams extends EventStreams {
  /** Does what another server says; returns whether it was about streams. */
  heard(message: PeerMessage): boolean;
}

interface SharedParts {
  clock: Clock;
  chance: Pick<Chance, 'id'>;
  own: EventStreams;
  peers: Pick<Peers, 'others' | 'tell'>;
}

/** A question to the others. */
interface Question {
  online: Set<string>;
  /** answers that are still missing */
  left: number;
  done(): void;
}

export function shareStreams({ clock, chance, own, peers }: SharedParts): SharedStreams {
  const questions = new Map<string, Question>();

  async function ask(agentIds: readonly string[]): Promise<ReadonlySet<string>> {
    const online = new Set(await own.onlineOf(agentIds));
    const parts = inMessages(agentIds);
    const left = peers.others() * parts.length;
    if (left === 0) return online;
    const id = chance.id();
    await new Promise<void>((done) => {
      questions.set(id, { online, left, done });
      // a server that has just died does not answer
      clock.after(ANSWERED_WITHIN, done);
      for (const agents of parts) peers.tell({ kind: 'who-is-online', question: id, agents });
    });
    questions.delete(id);
    return online;
  }

  async function answer(question: string, agents: readonly string[]): Promise<void> {
    peers.tell({ kind: 'online', question, agents: [...(await own.onlineOf(agents))] });
  }

  function take({ question, agents }: { question: string; agents: readonly string[] }): void {
    const asked = questions.get(question);
    if (!asked) return;
    for (const id of agents) asked.online.add(id);
    asked.left -= 1;
    if (asked.left === 0) asked.done();
  }

  return {
    ...own,
    agents(agentIds) {
      own.agents(agentIds);
      for (const agents of inMessages(agentIds)) peers.tell({ kind: 'sync', agents });
    },
    dismiss(agentIds) {
      own.dismiss(agentIds);
      for (const agents of inMessages(agentIds)) peers.tell({ kind: 'dismiss', agents });
    },
    console(list, organisationId) {
      own.console(list, organisationId);
      peers.tell({ kind: 'console', list, organisationId });
    },
    endSession(tokenHash) {
      own.endSession(tokenHash);
      peers.tell({ kind: 'end-session', tokenHash });
    },
    endSessions() {
      own.endSessions();
      peers.tell({ kind: 'end-session', tokenHash: null });
    },
    onlineOf: ask,
    heard(message) {
      switch (message.kind) {
        case 'sync':
          own.agents(message.agents);
          return true;
        case 'dismiss':
          own.dismiss(message.agents);
          return true;
        case 'console':
          own.console(message.list, message.organisationId);
          return true;
        case 'end-session':
          if (message.tokenHash === null) own.endSessions();
          else own.endSession(message.tokenHash);
          return true;
        case 'who-is-online':
          void answer(message.question, message.agents);
          return true;
        case 'online':
          take(message);
          return true;
        default:
          return false;
      }
    },
  };
}
