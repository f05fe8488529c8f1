// Enrols the agent with the server, and stores the agent id it gets.
import { createHash } from 'node:crypto';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { Credentials, ServerClient } from '../http/server-client.ts';
import type { Deployment } from '../settings/deployment.ts';

export interface Enrolment {
  /** of this computer, as it is said with each sync */
  hostname: string;
  /** Null before the first enrolment. */
  credentials(): Credentials | null;
  /**
   * Enrols if the server does not know this agent yet, or knows an earlier host name, user name or version. Returns
   * whether a call was made. Errors: `enrolment-key-unknown`, `agent-retired`, `server-unreachable`.
   */
  ensure(client: Pick<ServerClient, 'enrol'>): Promise<Result<{ enrolled: boolean }>>;
  /** Called when the server no longer knows this agent. */
  forget(): void;
}

/** `secret` is the agent's own, in base64url; by it the server recognises an agent it knows. */
export function createEnrolment(parts: {
  values: KeyValueStore;
  deployment: Result<Deployment>;
  identity: AgentIdentity;
  secret: string;
  version: string;
  /** called when it enrols with another server, which knows nothing of what the former one was sent */
  onOtherServer(): void;
}): Enrolment {
  const { values, deployment, identity, secret, version, onOtherServer } = parts;
  const introducedAs = createHash('sha256')
    .update(JSON.stringify([identity, version]))
    .digest('hex');
  let refreshTried = false;

  /** An enrolment with another server, before the address was changed, does not count. */
  function current() {
    const stored = values.read('enrolment');
    return deployment.ok && stored?.serverUrl === deployment.value.serverUrl ? stored : null;
  }

  return {
    hostname: identity.hostname,
    credentials() {
      const known = current();
      return known && { agentId: known.agentId, secret };
    },
    async ensure(client) {
      if (!deployment.ok) return deployment;
      const known = current();
      if (known && (known.introducedAs === introducedAs || refreshTried)) return ok({ enrolled: false });

      const { serverUrl, enrolmentKey } = deployment.value;
      const answer = await client.enrol({ enrolmentKey, secret, identity, agentVersion: version });
      if (!answer.ok) {
        // A known agent keeps its id even if its enrolment key was revoked since.
        if (!known || answer.error.code === 'server-unreachable') return answer;
        refreshTried = true;
        return ok({ enrolled: false });
      }
      const { agentId } = answer.value;
      if (known?.agentId !== agentId) {
        const former = values.read('enrolment');
        if (former && former.agentId !== agentId) onOtherServer();
        values.write('cursor', 0);
      }
      values.write('enrolment', { serverUrl, agentId, introducedAs });
      return ok({ enrolled: true });
    },
    forget: () => values.forget('enrolment'),
  };
}
