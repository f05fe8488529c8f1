// What IT configures on this computer: the server's address and the organisation's enrolment key.
import { z } from 'zod';
import { EnrolmentKey } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { isSet, type PolicyValues, policyValue } from './policy-values.ts';

const ServerUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

export interface Deployment {
  serverUrl: string;
  enrolmentKey: string;
}

/** Names in the registry, and the environment variables used when the policy has no value. */
export const DEPLOYMENT_NAMES = {
  ServerUrl: 'GUICHET_SERVER_URL',
  EnrolmentKey: 'GUICHET_ENROLMENT_KEY',
} as const;

/** The policy wins over the environment. Error `not-configured` when a value is missing or invalid. */
export function readDeployment(env: NodeJS.ProcessEnv, values: PolicyValues): Result<Deployment> {
  function find<T extends z.ZodType>(
    name: keyof typeof DEPLOYMENT_NAMES,
    schema: T,
  ): z.output<T> | undefined {
    if (isSet(values, name)) return policyValue(values, name, schema, () => {});
    return schema.safeParse(env[DEPLOYMENT_NAMES[name]]).data;
  }
  const serverUrl = find('ServerUrl', ServerUrl);
  const enrolmentKey = find('EnrolmentKey', EnrolmentKey);
  return serverUrl && enrolmentKey ? ok({ serverUrl, enrolmentKey }) : err('not-configured');
}
