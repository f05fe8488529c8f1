// What IT gave this computer: the address of the help desk server and the organisation's enrolment key.
import { z } from 'zod';
import { EnrolmentKey } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { RegistryReader } from '../support/registry.ts';

/** Where group policy and the installer write; the ADMX template names the same. */
export const POLICY_KEY = String.raw`HKLM\Software\Policies\Guichet\Guichet`;

const Deployment = z.object({
  serverUrl: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  enrolmentKey: EnrolmentKey,
});
export type Deployment = z.infer<typeof Deployment>;

/** The environment first, then Windows policy. Error `not-configured` when one is missing or unusable. */
export async function readDeployment(
  env: NodeJS.ProcessEnv,
  registry: RegistryReader,
): Promise<Result<Deployment>> {
  const found = Deployment.safeParse({
    serverUrl: env.GUICHET_SERVER_URL || (await registry(POLICY_KEY, 'ServerUrl')),
    enrolmentKey: env.GUICHET_ENROLMENT_KEY || (await registry(POLICY_KEY, 'EnrolmentKey')),
  });
  return found.success ? ok(found.data) : err('not-configured');
}
