// Authenticates and authorises the caller of each operation, as the table requires.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationName } from '../../contract/api.ts';
import { CONSOLE_API } from '../../contract/console-api.ts';
import type { Caller } from '../../contract/operation.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Sessions } from '../staff/sessions.ts';
import type { Database } from '../storage/schema.ts';
import { requireActive, requireAgent, requireConfirmed } from './agent-auth.ts';
import { limitBodyTime } from './body-time.ts';
import { createOpenBodies } from './open-bodies.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { requireAdministrator, requireSecondFactor, requireSession } from './staff-session.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** `onRequest` runs before the body is read, `preHandler` after it was parsed. */
interface Guard {
  readonly onRequest: readonly Hook[];
  readonly preHandler: readonly Hook[];
}

/** Returns the hooks of an operation. */
export type Guards = (name: OperationName, caller: Caller) => Guard;

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
  const confirmed = [...active, requireConfirmed];
  const signedIn = requireSession(sessions, publicUrl);
  const staff = [signedIn, requireSecondFactor];
  const administrator = [...staff, requireAdministrator];
  const guards: Readonly<Record<Caller, Guard>> = {
    anyone: { onRequest: [bodies.ofAddress], preHandler: [] },
    // checked again after the body, which may take hours to arrive: the agent may be replaced meanwhile
    agent: { onRequest: [agent, bodies.ofAgent], preHandler: [agent] },
    'active-agent': { onRequest: [...active, bodies.ofAgent], preHandler: active },
    'confirmed-agent': { onRequest: [...confirmed, bodies.ofAgent], preHandler: confirmed },
    // as agents: the session may have ended while the body arrived
    'signed-in': { onRequest: [signedIn], preHandler: [signedIn] },
    staff: { onRequest: staff, preHandler: staff },
    administrator: { onRequest: administrator, preHandler: administrator },
  };
  return (name, caller) => {
    const { onRequest, preHandler } = guards[caller];
    const isForConsole = Object.hasOwn(CONSOLE_API, name);
    return {
      onRequest: [bodyInTime(caller), ...(isForConsole ? [ownOrigin] : []), ...onRequest],
      preHandler,
    };
  };
}
