// Parses the environment variables: every setting of the server, its default, and the message for an invalid value.
import path from 'node:path';
import { z } from 'zod';
import { MINUTE } from '../contract/clock.ts';
import { EmailDomain, NewOrganisation } from '../contract/console.ts';
import { EnrolmentKey } from '../contract/enrolment.ts';
import { PACE_RANGES, type Pace } from '../contract/pace.ts';
import {
  BUCKET_VARIABLES,
  type BucketConfig,
  bucketOf,
  EXPECTED_OF_BUCKET,
  lackingOfBucket,
} from './bucket-config.ts';
import {
  EXPECTED_OF_SMTP_TOKEN,
  lackingOfSmtpToken,
  SMTP_TOKEN_VARIABLES,
  type SmtpToken,
  smtpTokenOf,
} from './smtp-token-config.ts';

const text = z.string().trim().min(1);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
}

const secondsOf = (name: keyof typeof PACE_RANGES) =>
  wholeNumber(PACE_RANGES[name].least, PACE_RANGES[name].most);
const describeSecondsOf = (name: keyof typeof PACE_RANGES) =>
  `a whole number of seconds from ${PACE_RANGES[name].least} to ${PACE_RANGES[name].most}`;

/** Default number of links of one backend that are delivered in parallel. */
export const DEFAULT_PARALLEL = 8;

const Environment = z.object({
  /** address to listen on; 0.0.0.0 for every network of the machine */
  HOST: text.default('127.0.0.1'),
  /** TCP port; 0 takes any free one */
  PORT: wholeNumber(0, 65_535).default(8080),
  /** address by which browsers and agents reach this server, when it is not http://HOST:PORT */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** folder of the database (unless DATABASE_URL names another), the attachments and the server's key */
  DATA_DIR: text.default('./data'),
  /** PostgreSQL 15 or later, such as postgres://guichet:password@db.example.org/guichet; without it SQLite in DATA_DIR */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** mail server, such as smtps://user:password@mail.example.org; without it no mail is sent */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** true shows the mails of a server without SMTP_URL at /mailbox, to this machine: for trials only */
  MAILBOX: flag.default(false),
  /** sender of the mails */
  MAIL_FROM: text.default('Guichet <guichet@localhost>'),
  /** minutes for which a confirmation token is good: a mail server that greylists delays its first mails */
  TOKEN_LIFE_MINUTES: wholeNumber(10, 1440).default(30),
  /** largest attachment, in megabytes (1 MB is 1,048,576 bytes) */
  ATTACHMENT_LIMIT_MB: wholeNumber(1, 10_240).default(25),
  /** file name extensions that may be attached, separated by commas; without it any file may */
  ALLOWED_FILE_TYPES: text
    .transform((list) => list.split(',').map((ending) => ending.trim().toLowerCase().replace(/^\./, '')))
    .pipe(z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,19}$/)))
    .optional(),
  /** links of one backend that are delivered in parallel */
  DELIVERY_PARALLEL: wholeNumber(1, 100).default(DEFAULT_PARALLEL),
  /** seconds between two syncs of an agent whose event stream is open */
  POLL_SECONDS: secondsOf('whileStreaming').default(900),
  /** seconds between two syncs of an agent without event stream, as behind a proxy that lets none through */
  POLL_SECONDS_WITHOUT_STREAM: secondsOf('withoutStream').default(60),
  /** seconds over which the agents come back after a restart of the server */
  RETURN_SECONDS: secondsOf('spread').default(60),
  ...SMTP_TOKEN_VARIABLES,
  ...BUCKET_VARIABLES,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** TCP port on which Prometheus reads /metrics */
  METRICS_PORT: wholeNumber(1, 65_535).optional(),
  /** bearer token for /metrics, which without METRICS_PORT is on PORT */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/)
    .optional(),
  /** collector of traces by OTLP over HTTP, without /v1/traces */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** true behind a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto */
  TRUST_PROXY: flag.default(false),
  /** folder of the built console */
  CONSOLE_DIR: text.default(path.join(import.meta.dirname, '..', 'out', 'console')),
  /** name of an organisation to create when the database has none; requires FIRST_ENROLMENT_KEY */
  FIRST_ORGANISATION: NewOrganisation.shape.name.optional(),
  FIRST_ENROLMENT_KEY: EnrolmentKey.optional(),
  /** mail domains of that organisation, separated by commas; without it any address is allowed */
  FIRST_EMAIL_DOMAINS: text
    .transform((list) => list.split(','))
    .pipe(z.array(EmailDomain))
    .default([]),
  /** key of hashes, sealed secrets and signed links, instead of the file server.key: at least 32 bytes in base64 */
  SECRET_KEY: z
    .string()
    // a secret that is a file often ends with a line break
    .trim()
    .pipe(z.base64())
    .transform((value) => Buffer.from(value, 'base64'))
    .refine((key) => key.length >= 32)
    .optional(),
  /** mark of the lost key that SECRET_KEY replaces, as the refused server says it */
  SECRET_KEY_REPLACES: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .optional(),
});
type Variable = keyof typeof Environment.shape;

const EXPECTED_VALUES: Record<Variable, string> = {
  HOST: 'an address or a host name to listen on, such as 127.0.0.1',
  PORT: 'a whole number from 0 to 65535',
  PUBLIC_URL: 'an http or https address, such as https://help.example.org',
  DATA_DIR: 'the path of a folder',
  DATABASE_URL: 'an address such as postgres://user:password@db.example.org:5432/guichet',
  SMTP_URL: 'an address such as smtp://mail.example.org:587',
  MAILBOX: 'true or false',
  MAIL_FROM: 'a sender, such as Help desk <help@example.org>',
  TOKEN_LIFE_MINUTES: 'a whole number of minutes from 10 to 1440',
  ATTACHMENT_LIMIT_MB: 'a whole number of megabytes from 1 to 10240',
  ALLOWED_FILE_TYPES: 'file name endings separated by commas, such as png,jpg,pdf',
  DELIVERY_PARALLEL: 'a whole number from 1 to 100',
  POLL_SECONDS: describeSecondsOf('whileStreaming'),
  POLL_SECONDS_WITHOUT_STREAM: describeSecondsOf('withoutStream'),
  RETURN_SECONDS: describeSecondsOf('spread'),
  ...EXPECTED_OF_SMTP_TOKEN,
  ...EXPECTED_OF_BUCKET,
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
  METRICS_PORT: 'a whole number from 1 to 65535 that is not PORT',
  METRICS_TOKEN: 'a token of 16 to 256 characters without spaces',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an http or https address, such as http://127.0.0.1:4318',
  TRUST_PROXY: 'true or false',
  CONSOLE_DIR: 'the path of a folder',
  FIRST_ORGANISATION: 'a name of 1 to 200 characters',
  FIRST_ENROLMENT_KEY: 'a key of 16 to 128 characters',
  FIRST_EMAIL_DOMAINS: 'domains separated by commas, such as example.org,example.com',
  SECRET_KEY: 'at least 32 bytes in base64',
  SECRET_KEY_REPLACES: 'the eight characters that a refused server says',
};

/** Variables whose values must not appear on a terminal or in a log. */
const SECRET_VARIABLES: ReadonlySet<Variable> = new Set([
  'DATABASE_URL',
  'SMTP_URL',
  'SMTP_CLIENT_SECRET',
  'METRICS_TOKEN',
  // may have a password
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  // may have a password
  'S3_ENDPOINT',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'FIRST_ENROLMENT_KEY',
  'SECRET_KEY',
]);

export interface FirstOrganisation {
  name: string;
  enrolmentKey: string;
  emailDomains: string[];
}

export interface Config {
  host: string;
  port: number;
  publicUrl: string | null;
  dataDir: string;
  /** null: SQLite in the data folder */
  databaseUrl: string | null;
  smtpUrl: string | null;
  /** how the account of `smtpUrl` is signed in to; null: by its password */
  smtpToken: SmtpToken | null;
  mailFrom: string;
  showsMailbox: boolean;
  /** in milliseconds */
  tokenLife: number;
  attachmentLimitMegabytes: number;
  /** file name extensions without the dot, in lower case; null allows any */
  allowedFileTypes: string[] | null;
  /** links of one backend that are delivered in parallel */
  deliveryParallel: number;
  /** how often agents call */
  pace: Pace;
  /** null: attachments lie in the database or in files */
  bucket: BucketConfig | null;
  logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  /** null: no port of their own */
  metricsPort: number | null;
  metricsToken: string | null;
  /** null: no traces */
  tracesEndpoint: string | null;
  trustProxy: boolean;
  consoleDir: string;
  firstOrganisation: FirstOrganisation | null;
  secretKey: Buffer | null;
  /** mark of the key that `secretKey` replaces on purpose */
  replacedKey: string | null;
}

export type ParsedConfig = { ok: true; config: Config } | { ok: false; problem: string };

/** Returns the settings, or one sentence about the first invalid variable. An empty variable counts as absent. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ParsedConfig {
  const present = Object.fromEntries(
    Object.keys(Environment.shape)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path[0] as Variable;
    const value = SECRET_VARIABLES.has(name) ? 'not usable' : JSON.stringify(present[name]);
    return { ok: false, problem: `${name} is ${value}: expected ${EXPECTED_VALUES[name]}.` };
  }
  const values = parsed.data;
  if ((values.FIRST_ORGANISATION === undefined) !== (values.FIRST_ENROLMENT_KEY === undefined)) {
    const missing = values.FIRST_ORGANISATION === undefined ? 'FIRST_ORGANISATION' : 'FIRST_ENROLMENT_KEY';
    return {
      ok: false,
      problem: `${missing} is not set: expected ${EXPECTED_VALUES[missing]} because the other one is set.`,
    };
  }
  const lacking = lackingOfSmtpToken(values) ?? lackingOfBucket(values, Object.keys(present));
  if (lacking !== null) {
    const problem = `${lacking.name} is not set: expected ${EXPECTED_VALUES[lacking.name]} because ${lacking.because} is set.`;
    return { ok: false, problem };
  }
  const { PORT: port, METRICS_PORT: metricsPort } = values;
  if (metricsPort !== undefined && metricsPort === port) {
    return { ok: false, problem: `METRICS_PORT is ${port}: expected ${EXPECTED_VALUES.METRICS_PORT}.` };
  }
  return { ok: true, config: configOf(values) };
}

function configOf(values: z.infer<typeof Environment>): Config {
  const { FIRST_ORGANISATION: name, FIRST_ENROLMENT_KEY: enrolmentKey } = values;
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    dataDir: path.resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    smtpUrl: values.SMTP_URL ?? null,
    smtpToken: smtpTokenOf(values),
    mailFrom: values.MAIL_FROM,
    showsMailbox: values.MAILBOX,
    tokenLife: values.TOKEN_LIFE_MINUTES * MINUTE,
    attachmentLimitMegabytes: values.ATTACHMENT_LIMIT_MB,
    allowedFileTypes: values.ALLOWED_FILE_TYPES ?? null,
    deliveryParallel: values.DELIVERY_PARALLEL,
    pace: {
      whileStreaming: values.POLL_SECONDS,
      withoutStream: values.POLL_SECONDS_WITHOUT_STREAM,
      spread: values.RETURN_SECONDS,
    },
    bucket: bucketOf(values),
    logLevel: values.LOG_LEVEL,
    metricsPort: values.METRICS_PORT ?? null,
    metricsToken: values.METRICS_TOKEN ?? null,
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    trustProxy: values.TRUST_PROXY,
    consoleDir: path.resolve(values.CONSOLE_DIR),
    firstOrganisation:
      name !== undefined && enrolmentKey !== undefined
        ? { name, enrolmentKey, emailDomains: values.FIRST_EMAIL_DOMAINS }
        : null,
    secretKey: values.SECRET_KEY ?? null,
    replacedKey: values.SECRET_KEY_REPLACES ?? null,
  };
}
