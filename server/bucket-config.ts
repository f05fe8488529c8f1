// The settings of an S3 bucket in the environment.
import { z } from 'zod';

const key = z.string().trim().min(1);

const isWithoutUser = ({ username, password }: URL) => username === '' && password === '';

export const BUCKET_VARIABLES = {
  /** bucket of attachments and releases, instead of the database or files */
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional(),
  /** address of a storage that speaks S3; without it Amazon's */
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .refine((address) => !URL.canParse(address) || isWithoutUser(new URL(address)))
    .optional(),
  S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .default('us-east-1'),
  /** without the two keys the role of the machine is used */
  S3_ACCESS_KEY_ID: key.optional(),
  S3_SECRET_ACCESS_KEY: key.optional(),
  /** beginning of the names of all objects, such as guichet/ */
  S3_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._/-]{0,200}$/)
    .default(''),
  /** true names the bucket in the path, false in the host name; true by default where S3_ENDPOINT is set */
  S3_PATH_STYLE: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  /** mark of the place whose objects were copied to this bucket, as the refused server says it */
  S3_REPLACES: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional(),
} as const;

export const EXPECTED_OF_BUCKET = {
  S3_BUCKET: 'the name of a bucket',
  S3_ENDPOINT: 'an http or https address without a password, such as https://s3.example.org',
  S3_REGION: 'a region, such as eu-west-3',
  S3_ACCESS_KEY_ID: 'an access key',
  S3_SECRET_ACCESS_KEY: 'the secret of S3_ACCESS_KEY_ID',
  S3_PREFIX: 'letters, digits and . _ - /, such as guichet/',
  S3_PATH_STYLE: 'true or false',
  S3_REPLACES: 'the eight characters that a refused server says',
} as const satisfies Record<keyof typeof BUCKET_VARIABLES, string>;

type Values = z.infer<z.ZodObject<typeof BUCKET_VARIABLES>>;

export interface BucketConfig {
  bucket: string;
  /** null: Amazon's own */
  endpoint: string | null;
  region: string;
  /** null: those of the machine */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** '' for none */
  prefix: string;
  pathStyle: boolean;
  /** mark of the place whose objects were copied here (storage/agreements); null: of none */
  replaces: string | null;
}

/** Returns the setting that is missing and the one that needs it, or null. `present` are the names of all that are set. */
export function lackingOfBucket(
  { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: Values,
  present: readonly string[],
): { name: keyof Values; because: string } | null {
  const because = present.find((name) => Object.hasOwn(BUCKET_VARIABLES, name));
  if (because === undefined) return null;
  if (S3_BUCKET === undefined) return { name: 'S3_BUCKET', because };
  if (S3_ACCESS_KEY_ID === undefined && S3_SECRET_ACCESS_KEY !== undefined) {
    return { name: 'S3_ACCESS_KEY_ID', because: 'S3_SECRET_ACCESS_KEY' };
  }
  if (S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY === undefined) {
    return { name: 'S3_SECRET_ACCESS_KEY', because: 'S3_ACCESS_KEY_ID' };
  }
  return null;
}

/** Returns null where no bucket is set. */
export function bucketOf(values: Values): BucketConfig | null {
  const { S3_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  if (S3_BUCKET === undefined) return null;
  const hasKeys = S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY !== undefined;
  return {
    bucket: S3_BUCKET,
    endpoint: S3_ENDPOINT ?? null,
    region: values.S3_REGION,
    credentials: hasKeys ? { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY } : null,
    prefix: values.S3_PREFIX,
    // few storages of one's own have a host name for each bucket
    pathStyle: values.S3_PATH_STYLE ?? S3_ENDPOINT !== undefined,
    replaces: values.S3_REPLACES ?? null,
  };
}
