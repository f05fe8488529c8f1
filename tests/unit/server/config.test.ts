import path from 'node:path';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../server/config.ts';

function problemOf(environment: Record<string, string>): string | null {
  const parsed = parseConfig(environment);
  return parsed.ok ? null : parsed.problem;
}

test('all settings have usable defaults', () => {
  expect(parseConfig({})).toEqual({
    ok: true,
    config: {
      host: '127.0.0.1',
      port: 8080,
      publicUrl: null,
      dataDir: path.resolve('data'),
      databaseUrl: null,
      smtpUrl: null,
      smtpToken: null,
      tokenLife: 30 * 60_000,
      mailFrom: 'Guichet <guichet@localhost>',
      showsMailbox: false,
      attachmentLimitMegabytes: 25,
      allowedFileTypes: null,
      deliveryParallel: 8,
      pace: { whileStreaming: 900, withoutStream: 60, spread: 60 },
      bucket: null,
      logLevel: 'info',
      metricsPort: null,
      metricsToken: null,
      tracesEndpoint: null,
      trustProxy: false,
      consoleDir: path.resolve(import.meta.dirname, '..', '..', '..', 'out', 'console'),
      firstOrganisation: null,
      secretKey: null,
      replacedKey: null,
    },
  });
});

test('every setting is read, and an empty one counts as absent', () => {
  const parsed = parseConfig({
    HOST: '0.0.0.0',
    PORT: '',
    PUBLIC_URL: 'https://help.example.org/',
    SMTP_URL: 'smtps://user:password@mail.example.org',
    ATTACHMENT_LIMIT_MB: '100',
    ALLOWED_FILE_TYPES: 'PNG, .jpg,tar.gz',
    POLL_SECONDS: '1800',
    POLL_SECONDS_WITHOUT_STREAM: '120',
    RETURN_SECONDS: '300',
    S3_BUCKET: 'guichet',
    S3_ENDPOINT: 'https://s3.example.org',
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: 'secret',
    S3_PREFIX: 'desk/',
    S3_REPLACES: '4567cdef',
    LOG_LEVEL: 'silent',
    TRUST_PROXY: 'true',
    FIRST_ORGANISATION: 'Contoso',
    FIRST_ENROLMENT_KEY: 'gk_0123456789abcdef',
    FIRST_EMAIL_DOMAINS: 'Contoso.example, example.org',
    SECRET_KEY: Buffer.alloc(32).toString('base64'),
    SECRET_KEY_REPLACES: '0123abcd',
  });
  expect(parsed).toMatchObject({
    ok: true,
    config: {
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://help.example.org',
      smtpUrl: 'smtps://user:password@mail.example.org',
      attachmentLimitMegabytes: 100,
      allowedFileTypes: ['png', 'jpg', 'tar.gz'],
      pace: { whileStreaming: 1800, withoutStream: 120, spread: 300 },
      bucket: {
        bucket: 'guichet',
        endpoint: 'https://s3.example.org',
        region: 'us-east-1',
        credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
        prefix: 'desk/',
        pathStyle: true,
        replaces: '4567cdef',
      },
      trustProxy: true,
      firstOrganisation: { name: 'Contoso', emailDomains: ['contoso.example', 'example.org'] },
      secretKey: Buffer.alloc(32),
      replacedKey: '0123abcd',
    },
  });
});

test.each([
  [
    { S3_ENDPOINT: 'nonsense' },
    'S3_ENDPOINT is not usable: expected an http or https address without a password, such as https://s3.example.org.',
  ],
  [
    { S3_ENDPOINT: 'https://s3.example.org' },
    'S3_BUCKET is not set: expected the name of a bucket because S3_ENDPOINT is set.',
  ],
  [
    { S3_BUCKET: 'guichet', S3_ACCESS_KEY_ID: 'key' },
    'S3_SECRET_ACCESS_KEY is not set: expected the secret of S3_ACCESS_KEY_ID because S3_ACCESS_KEY_ID is set.',
  ],
  [
    { S3_BUCKET: 'guichet', S3_SECRET_ACCESS_KEY: 'secret' },
    'S3_ACCESS_KEY_ID is not set: expected an access key because S3_SECRET_ACCESS_KEY is set.',
  ],
  [{ S3_BUCKET: 'Guichet!' }, 'S3_BUCKET is "Guichet!": expected the name of a bucket.'],
  [
    { S3_BUCKET: 'guichet', S3_ENDPOINT: 'https://user:secret@s3.example.org' },
    'S3_ENDPOINT is not usable: expected an http or https address without a password, such as https://s3.example.org.',
  ],
  [{ PORT: '80a' }, 'PORT is "80a": expected a whole number from 0 to 65535.'],
  [{ PORT: '65536' }, 'PORT is "65536": expected a whole number from 0 to 65535.'],
  [{ PORT: '-1' }, 'PORT is "-1": expected a whole number from 0 to 65535.'],
  [{ POLL_SECONDS: '0' }, 'POLL_SECONDS is "0": expected a whole number of seconds from 60 to 3600.'],
  [
    { POLL_SECONDS_WITHOUT_STREAM: '10' },
    'POLL_SECONDS_WITHOUT_STREAM is "10": expected a whole number of seconds from 30 to 3600.',
  ],
  [{ RETURN_SECONDS: '601' }, 'RETURN_SECONDS is "601": expected a whole number of seconds from 1 to 600.'],
  [
    { PUBLIC_URL: 'help.example.org' },
    'PUBLIC_URL is "help.example.org": expected an http or https address, such as https://help.example.org.',
  ],
  [
    { PUBLIC_URL: 'ftp://help.example.org' },
    'PUBLIC_URL is "ftp://help.example.org": expected an http or https address, such as https://help.example.org.',
  ],
  [
    { ATTACHMENT_LIMIT_MB: '0' },
    'ATTACHMENT_LIMIT_MB is "0": expected a whole number of megabytes from 1 to 10240.',
  ],
  [
    { ALLOWED_FILE_TYPES: 'pdf,*' },
    'ALLOWED_FILE_TYPES is "pdf,*": expected file name endings separated by commas, such as png,jpg,pdf.',
  ],
  [{ METRICS_PORT: '0' }, 'METRICS_PORT is "0": expected a whole number from 1 to 65535 that is not PORT.'],
  [
    { METRICS_PORT: '8080' },
    'METRICS_PORT is 8080: expected a whole number from 1 to 65535 that is not PORT.',
  ],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": expected fatal, error, warn, info, debug, trace or silent.'],
  [
    { SECRET_KEY_REPLACES: 'yes' },
    'SECRET_KEY_REPLACES is "yes": expected the eight characters that a refused server says.',
  ],
  [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY is "yes": expected true or false.'],
  [
    { FIRST_EMAIL_DOMAINS: 'contoso.example,not a domain' },
    'FIRST_EMAIL_DOMAINS is "contoso.example,not a domain": expected domains separated by commas, such as example.org,example.com.',
  ],
])('%o is refused with one sentence that names the setting', (environment, problem) => {
  expect(problemOf(environment)).toBe(problem);
});

test.each([
  [{ SMTP_URL: 'http://user:hunter2@mail.example.org' }, 'SMTP_URL', 'hunter2'],
  [{ METRICS_TOKEN: 'hunter2' }, 'METRICS_TOKEN', 'hunter2'],
  [{ METRICS_TOKEN: 'hunter2 with spaces' }, 'METRICS_TOKEN', 'hunter2'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://a:hunter2@x' }, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'hunter2'],
  [{ SECRET_KEY: Buffer.from('hunter2').toString('base64') }, 'SECRET_KEY', 'aHVudGVyMg'],
  [{ FIRST_ORGANISATION: 'Contoso', FIRST_ENROLMENT_KEY: 'hunter2' }, 'FIRST_ENROLMENT_KEY', 'hunter2'],
])('the error about a secret does not contain it', (environment, name, secret) => {
  const problem = problemOf(environment);
  expect(problem).toMatch(new RegExp(`^${name} is not usable: expected .+\\.$`));
  expect(problem).not.toContain(secret);
});

test('a first organisation without its key, or a key without it, is refused', () => {
  expect(problemOf({ FIRST_ORGANISATION: 'Contoso' })).toContain('FIRST_ENROLMENT_KEY is not set');
  expect(problemOf({ FIRST_ENROLMENT_KEY: 'gk_0123456789abcdef' })).toContain(
    'FIRST_ORGANISATION is not set',
  );
});

test.each(['mysql://desk:the-password@db.example.org/guichet', 'guichet:the-password'])(
  'a DATABASE_URL that is no address of PostgreSQL is refused without being shown: %#',
  (url) => {
    expect(parseConfig({ DATABASE_URL: url })).toEqual({
      ok: false,
      problem:
        'DATABASE_URL is not usable: expected an address such as postgres://user:password@db.example.org:5432/guichet.',
    });
  },
);

test('tokens for the mail server need all four variables, and no secret is shown', () => {
  const all = {
    SMTP_TOKEN_URL: 'https://login.example.org/token',
    SMTP_CLIENT_ID: 'guichet',
    SMTP_CLIENT_SECRET: 'hunter2',
    SMTP_SCOPE: 'smtp',
  };
  expect(parseConfig(all)).toMatchObject({
    config: { smtpToken: { source: { tokenUrl: all.SMTP_TOKEN_URL, clientId: 'guichet', scope: 'smtp' } } },
  });
  const { SMTP_SCOPE: _, ...three } = all;
  expect(parseConfig(three)).toEqual({
    ok: false,
    problem:
      'SMTP_SCOPE is not set: expected a scope, such as https://outlook.office365.com/.default because SMTP_TOKEN_URL is set.',
  });
  expect(JSON.stringify(parseConfig({ ...all, SMTP_CLIENT_SECRET: 'hunter2'.repeat(1000) }))).not.toContain(
    'hunter2',
  );
});
