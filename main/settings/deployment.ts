// What IT configures on this computer: the server's address and the organisation's enrolment key.
import { z } from 'zod';
import { EnrolmentKey } from '../../contract/enrolment.ts';
import { isPlainHttp } from '../../contract/loopback.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { isSet, type PolicyValues, policyValue } from './policy-values.ts';

const ServerUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

export interface Deployment {
  serverUrl: string;
  enrolmentKey: string;
}

/** Allows a server that is reached without TLS, by a name other than this computer's. */
const AllowHttp = z.union([z.literal(1), z.literal('1')]);

/** Names in the registry, and the environment variables used when the policy has no value. */
export const DEPLOYMENT_NAMES = {
  ServerUrl: 'GUICHET_SERVER_URL',
  EnrolmentKey: 'GUICHET_ENROLMENT_KEY',
  AllowHttp: 'GUICHET_ALLOW_HTTP',
} as const;

/**
 * The policy wins over the environment. Errors: `not-configured` when a value is missing or invalid; `server-insecure` for
 * an http:// address that leaves this computer and is not allowed.
 */
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
  if (!serverUrl || !enrolmentKey) return err('not-configured');
  if (isPlainHttp(new URL(serverUrl)) && find('AllowHttp', AllowHttp) === undefined)
    return err('server-insecure');
  return ok({ serverUrl, enrolmentKey });
}
