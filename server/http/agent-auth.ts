// Authenticates the agent of a request by `Authorization: Bearer <agentId>.<secret>`.
import type { FastifyRequest } from 'fastify';
import { type KnownAgent, recogniseAgent, stateObstacle } from '../enrolment/standing.ts';
import type { Database } from '../storage/schema.ts';
import { fail } from './errors.ts';

const agents = new WeakMap<FastifyRequest, KnownAgent>();

/** Returns a hook that rejects a request without valid credentials of an agent with agent-unknown. */
export function requireAgent(db: Database) {
  return async (request: FastifyRequest): Promise<void> => {
    const credentials = /^Bearer ([\w.-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    const agent = credentials ? await recogniseAgent(db, credentials) : null;
    if (!agent) fail('agent-unknown');
    agents.set(request, agent);
  };
}

/** A hook, after requireAgent, that rejects an agent that is not active, with the reason. */
export async function requireActive(request: FastifyRequest): Promise<void> {
  const obstacle = stateObstacle(agentOf(request).state);
  if (obstacle) fail(obstacle);
}

/** A hook, after requireActive, that rejects an agent without a confirmed address with address-not-confirmed. */
export async function requireConfirmed(request: FastifyRequest): Promise<void> {
  if (agentOf(request).requesterId === null) fail('address-not-confirmed');
}

/** Returns the agent of a request that passed `requireAgent`. Throws on other routes. */
export function agentOf(request: FastifyRequest): KnownAgent {
  const agent = agents.get(request);
  if (!agent) throw new Error(`${request.routeOptions.url} lacks requireAgent`);
  return agent;
}
