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

/** Windows policy wins; the environment serves where there is none. Error `not-configured` when one is missing or unusable. */
export async function readDeployment(
  env: NodeJS.ProcessEnv,
  registry: RegistryReader,
): Promise<Result<Deployment>> {
  const found = Deployment.safeParse({
    serverUrl: (await registry(POLICY_KEY, 'ServerUrl')) || env.GUICHET_SERVER_URL,
    enrolmentKey: (await registry(POLICY_KEY, 'EnrolmentKey')) || env.GUICHET_ENROLMENT_KEY,
  });
  return found.success ? ok(found.data) : err('not-configured');
}
