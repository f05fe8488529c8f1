// Authenticates and authorises the caller of each operation, as the table requires.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationName } from '../../contract/api.ts';
import { CONSOLE_API } from '../../contract/console-api.ts';
import type { Caller, Proof, Reach } from '../../contract/operation.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Sessions } from '../staff/sessions.ts';
import type { Database } from '../storage/schema.ts';
import { requireActive, requireAgent, requireConfirmed } from './agent-auth.ts';
import { limitBodyTime } from './body-time.ts';
import { createOpenBodies, hasBody } from './open-bodies.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { requireReach } from './reach.ts';
import { requireAdministrator, requireProof, requireSecondFactor, requireSession } from './staff-session.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * `onRequest` runs before the body is read, `preHandler` after it was parsed. `again` is for bodies of bytes, which handlers
 * read themselves.
 */
interface Guard {
  readonly onRequest: readonly Hook[];
  readonly preHandler: readonly Hook[];
  readonly again: readonly Hook[];
}

/** Returns the hooks of an operation. */
export type Guards = (
  name: OperationName,
  operation: { caller: Caller; reach?: Reach; proof?: Proof },
) => Guard;

interface GuardsParts {
  db: Database;
  clock: Clock;
  sessions: Sessions;
  publicUrl: () => string;
  config: Pick<Config, 'publicUrl'>;
}

export function createGuards({ db, clock, sessions, publicUrl, config }: GuardsParts): Guards {
  const ownOrigin = requireOwnOrigin(publicUrl, config.publicUrl !== null);
  const bodyInTime = limitBodyTime(clock);
  const bodies = createOpenBodies();
  const agent = requireAgent(db);
  const active = [agent, requireActive];
  const signedIn = requireSession(sessions, publicUrl);
  const staff = [signedIn, requireSecondFactor];
  const checks: Readonly<Record<Caller, readonly Hook[]>> = {
    anyone: [],
    agent: [agent],
    'active-agent': active,
    'confirmed-agent': [...active, requireConfirmed],
    'signed-in': [signedIn],
    staff,
    administrator: [...staff, requireAdministrator],
  };
  // how many bodies of the same sender may arrive at the same time; those of staff are not counted
  const counts: Readonly<Partial<Record<Caller, readonly Hook[]>>> = {
    anyone: [bodies.ofAddress],
    agent: [bodies.ofAgent],
    'active-agent': [bodies.ofAgent],
    'confirmed-agent': [bodies.ofAgent],
  };
  return (name, { caller, reach, proof }) => {
    const own = [
      ...checks[caller],
      ...(reach === undefined ? [] : [requireReach(db, reach)]),
      ...(proof === undefined ? [] : [requireProof(proof)]),
    ];
    return {
      onRequest: [
        bodyInTime(caller),
        ...(Object.hasOwn(CONSOLE_API, name) ? [ownOrigin] : []),
        ...own,
        noteChecked,
        ...(counts[caller] ?? []),
      ],
      preHandler: own.map(afterBody),
      again: own,
    };
  };
}

/** Requests whose whole body had arrived when their caller was checked. */
const checkedWhole = new WeakSet<FastifyRequest>();

const noteChecked: Hook = async (request) => {
  if (request.raw.complete) checkedWhole.add(request);
};

/** Checks again after a body, which may take hours to arrive: the agent may be replaced, or the session end meanwhile. */
function afterBody(check: Hook): Hook {
  return async (request, reply) => {
    if (hasBody(request.raw) && !checkedWhole.has(request)) await check(request, reply);
  };
}
