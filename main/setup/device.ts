// Reads this computer's identity, deployment and policy at start.
import { readIdentity } from '../device/identity.ts';
import { noRegistry, windowsRegistry } from '../device/registry.ts';
import { readDeployment } from '../settings/deployment.ts';
import { policyFromEnvironment, readLocalPolicy } from '../settings/policy.ts';
import { openPolicy } from '../settings/policy-in-force.ts';
import { type PolicyValues, readPolicyValues } from '../settings/policy-values.ts';
import type { Log } from '../support/log.ts';

/** Throws when the system does not provide the user's identifier. */
export async function readDevice(
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
  { packaged, log }: { packaged: boolean; log: Log },
) {
  const registry = platform === 'win32' ? windowsRegistry(env) : null;

  async function values(): Promise<PolicyValues> {
    if (registry) return readPolicyValues(registry);
    return packaged ? [] : policyFromEnvironment(env.GUICHET_POLICY, log);
  }
  function parse(read: PolicyValues) {
    const deployment = readDeployment(env, read);
    if (!deployment.ok) log.warn(deployment.error.code);
    return { deployment, local: readLocalPolicy(read, log) };
  }

  const [{ identity, account }, policy] = await Promise.all([
    readIdentity(registry ?? noRegistry, env),
    openPolicy(values, parse),
  ]);
  return {
    identity,
    account,
    policy,
    /** as read at start: another server takes a restart */
    deployment: policy.now().deployment,
    localPolicy: () => policy.now().local,
  };
}
