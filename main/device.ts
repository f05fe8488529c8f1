// What this computer says at start: who and where the agent is, its help desk, and what IT imposes here.
import { readIdentity } from './enrolment/identity.ts';
import { readDeployment } from './settings/deployment.ts';
import { readLocalPolicy } from './settings/policy.ts';
import type { Log } from './support/log.ts';
import { noRegistry, windowsRegistry } from './support/registry.ts';

/** Throws when the system does not tell the machine's or the user's identifier. */
export async function readDevice(
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
  { packaged, log }: { packaged: boolean; log: Log },
) {
  const registry = platform === 'win32' ? windowsRegistry(env) : null;
  const [identity, deployment, localPolicy] = await Promise.all([
    readIdentity(registry ?? noRegistry, env),
    readDeployment(env, registry ?? noRegistry),
    readLocalPolicy({ registry, env, packaged, log }),
  ]);
  if (!deployment.ok) log.warn(deployment.error.code);
  return { identity, deployment, localPolicy };
}
