// What an administrator is told of a bucket that cannot be used: one sentence, which names the setting and no secret.
import type { BucketConfig } from '../bucket-config.ts';
import { codeOf } from '../error-codes.ts';

type Setting = 'S3_BUCKET' | 'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY';

/** By the code of the answer (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const BY_CODE: Readonly<Record<string, readonly [Setting, string]>> = {
  NoSuchBucket: ['S3_BUCKET', 'the storage has no such bucket, make it or name another'],
  AccessDenied: [
    'S3_BUCKET',
    'this account may not put, get, list and delete objects in it, give it these rights',
  ],
  InvalidAccessKeyId: ['S3_ACCESS_KEY_ID', 'the storage does not know this key'],
  SignatureDoesNotMatch: ['S3_SECRET_ACCESS_KEY', 'it is not the secret of S3_ACCESS_KEY_ID'],
  AuthorizationHeaderMalformed: ['S3_REGION', 'the bucket is in another region'],
  PermanentRedirect: ['S3_REGION', 'the bucket is in another region'],
  CredentialsProviderError: [
    'S3_ACCESS_KEY_ID',
    'it is needed here, because this machine has no role that may use the bucket',
  ],
};

/** `failure` is what the SDK threw. */
export function problemOfBucket(failure: unknown, config: BucketConfig): string {
  const name = failure instanceof Error ? failure.name : '';
  const [setting, what] = BY_CODE[name] ?? unknownProblem(failure, config);
  return `${setting} is ${shown(setting, config)}: ${what}; nothing was changed.`;
}

function unknownProblem(failure: unknown, { endpoint }: BucketConfig): readonly [Setting, string] {
  const status = statusOf(failure);
  const name = failure instanceof Error ? failure.name : 'unknown';
  if (status !== null) return ['S3_BUCKET', `the storage refuses it (${name}, ${status})`];
  return [
    endpoint === null ? 'S3_REGION' : 'S3_ENDPOINT',
    `no storage answers there (${codeOf(failure) || name})`,
  ];
}

/** The status of an answer; null where none came. */
function statusOf(failure: unknown): number | null {
  if (!(failure instanceof Error) || !('$metadata' in failure)) return null;
  const metadata = failure.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

function shown(setting: Setting, { bucket, endpoint, region, credentials }: BucketConfig): string {
  switch (setting) {
    case 'S3_BUCKET':
      return JSON.stringify(bucket);
    case 'S3_ENDPOINT':
      return JSON.stringify(endpoint);
    case 'S3_REGION':
      return JSON.stringify(region);
    case 'S3_ACCESS_KEY_ID':
    case 'S3_SECRET_ACCESS_KEY':
      return credentials ? 'not usable' : 'not set';
  }
}
