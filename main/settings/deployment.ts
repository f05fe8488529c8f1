// What IT gave this computer: the address of the help desk server and the organisation's enrolment key.
import { z } from 'zod';
import { EnrolmentKey } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { isSet, type PolicyValues, policyValue } from './policy-values.ts';

const ServerUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

export interface Deployment {
  serverUrl: string;
  enrolmentKey: string;
}

/** Named as in the registry, with the variable that serves where policy says nothing. */
export const DEPLOYMENT_NAMES = {
  ServerUrl: 'GUICHET_SERVER_URL',
  EnrolmentKey: 'GUICHET_ENROLMENT_KEY',
} as const;

/** Windows policy wins over the environment. Error `not-configured` when one is missing or unusable. */
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
