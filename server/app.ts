// The HTTP application: plugins and routes in the order a request meets them.
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { type FastifyPluginAsyncZod, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { ServerPolicy } from '../contract/sync.ts';
import type { Backends } from './backends/backends.ts';
import type { Connectors } from './backends/connectors.ts';
import type { SecretSeal } from './backends/secrets.ts';
import type { Chance } from './chance.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { DeliveryWorker } from './delivery/worker.ts';
import type { Desk } from './desk/desk.ts';
import type { Confirmation } from './enrolment/confirmation.ts';
import { answerFailure, ExpectedFailure } from './http/errors.ts';
import type { EventStreams } from './http/event-streams.ts';
import { describeApi } from './http/openapi.ts';
import { requireOwnOrigin } from './http/own-origin.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import type { SignedLinks } from './http/signed-links.ts';
import { requireStaff } from './http/staff-session.ts';
import { serveConsole } from './http/static-console.ts';
import type { Intake } from './intake/intake.ts';
import { createUploads } from './intake/uploads.ts';
import type { Mailbox } from './mail/mailer.ts';
import type { ReleaseFiles } from './releases/release-files.ts';
import { agentUpdateRoutes } from './routes/agent-updates.ts';
import { consoleAnnouncementRoutes } from './routes/console-announcements.ts';
import { consoleAttachmentRoutes } from './routes/console-attachments.ts';
import { consoleBackendRoutes } from './routes/console-backends.ts';
import { consoleCatalogueRoutes } from './routes/console-catalogue.ts';
import { consoleDeliveryRoutes } from './routes/console-deliveries.ts';
import { consoleDeviceRoutes } from './routes/console-devices.ts';
import { consoleEventRoutes } from './routes/console-events.ts';
import { consoleOrganisationRoutes } from './routes/console-organisations.ts';
import { consoleReleaseRoutes } from './routes/console-releases.ts';
import { consoleSessionRoutes } from './routes/console-session.ts';
import { consoleTicketRoutes } from './routes/console-tickets.ts';
import { consoleUploadRoutes } from './routes/console-uploads.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { healthRoutes } from './routes/health.ts';
import { mailboxRoutes } from './routes/mailbox.ts';
import { peopleRoutes } from './routes/people.ts';
import { signedFileRoutes } from './routes/signed-files.ts';
import { syncRoutes } from './routes/sync.ts';
import { ticketAttachmentRoutes } from './routes/ticket-attachments.ts';
import { UPLOADS_PATH, uploadRoutes } from './routes/uploads.ts';
import type { Accounts } from './staff/accounts.ts';
import type { Audit } from './staff/audit.ts';
import type { Sessions } from './staff/sessions.ts';
import type { Blobs } from './storage/blobs.ts';
import type { Database } from './storage/schema.ts';

export interface AppParts {
  config: Config;
  log: FastifyBaseLogger;
  db: Database;
  blobs: Blobs;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  accounts: Accounts;
  sessions: Sessions;
  streams: EventStreams;
  confirmation: Confirmation;
  intake: Intake;
  desk: Desk;
  worker: DeliveryWorker;
  backends: Backends;
  connectors: Connectors;
  /** seals the secrets of backends */
  seal: SecretSeal;
  signedLinks: SignedLinks;
  releaseFiles: ReleaseFiles;
  /** null when mails are sent by SMTP */
  mailbox: Mailbox | null;
  /** known once the server listens */
  publicUrl: () => string;
}

/** In characters. An upload's id is a UUID, a hyphen and a SHA-256. */
const LONGEST_PARAMETER = 128;

/** Trust the nearest proxy only: anybody can write the earlier entries of X-Forwarded-For. */
const isNearestProxy = (_address: string, hop: number) => hop === 0;

/** Builds the application, ready to listen. Closing it ends the event streams and nothing else of `parts`. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, streams } = parts;
  const app = Fastify({
    loggerInstance: parts.log,
    trustProxy: config.trustProxy ? isNearestProxy : false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: answerFailure,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerFailure);

  await setSecurityHeaders(app, config.publicUrl?.startsWith('https:') ?? false);
  await app.register(cookie);
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooManyRequests });
  await describeApi(app);

  const uploads = createUploads({
    blobs: parts.blobs,
    path: UPLOADS_PATH,
    limitMegabytes: config.attachmentLimitMegabytes,
    log: parts.log,
  });
  const kickDelivery = parts.worker.kick;
  const policy = policyOf(config);
  await app.register(healthRoutes(parts));
  await app.register(enrolmentRoutes({ ...parts, announce: streams }));
  await app.register(uploadRoutes({ db: parts.db, uploads }));
  await app.register(syncRoutes({ ...parts, policy }));
  await app.register(peopleRoutes(parts));
  await app.register(ticketAttachmentRoutes(parts));
  await app.register(agentUpdateRoutes(parts));
  await app.register(consoleRoutes({ ...parts, kickDelivery, policy }), { prefix: '/v1/console' });
  await app.register(signedFileRoutes(parts));
  await app.register(mailboxRoutes(parts));
  await serveConsole(app, config.consoleDir);

  // open streams would keep the server from closing
  app.addHook('preClose', async () => streams.close());
  return app;
}

function policyOf({ attachmentLimitMegabytes, allowedFileTypes }: Config): ServerPolicy {
  return { attachmentMegabytes: attachmentLimitMegabytes, fileTypes: allowedFileTypes };
}

function consoleRoutes(
  parts: AppParts & { kickDelivery(): void; policy: ServerPolicy },
): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('onRequest', requireOwnOrigin(parts.publicUrl));
    await app.register(consoleSessionRoutes(parts));
    await app.register(async (signedIn) => {
      signedIn.addHook('onRequest', requireStaff(parts.sessions, parts.publicUrl));
      await signedIn.register(consoleOrganisationRoutes(parts));
      await signedIn.register(consoleDeviceRoutes(parts));
      await signedIn.register(consoleTicketRoutes({ ...parts, announce: parts.streams }));
      await signedIn.register(consoleCatalogueRoutes(parts));
      await signedIn.register(
        consoleBackendRoutes({
          ...parts,
          deliveryHealth: parts.worker,
          tryDelivery: parts.worker.tryNow,
          announce: parts.streams,
        }),
      );
      await signedIn.register(consoleDeliveryRoutes({ ...parts, announce: parts.streams }));
      await signedIn.register(consoleAttachmentRoutes(parts));
      await signedIn.register(consoleUploadRoutes(parts));
      await signedIn.register(consoleAnnouncementRoutes({ ...parts, announce: parts.streams }));
      await signedIn.register(consoleReleaseRoutes({ ...parts, announce: parts.streams }));
      await signedIn.register(consoleEventRoutes(parts));
    });
  };
}

function tooManyRequests(_request: unknown, { ttl }: { ttl: number }): ExpectedFailure {
  const retryAfterSeconds = Math.max(1, Math.ceil(ttl / 1000));
  return new ExpectedFailure({ code: 'too-many-requests', details: { retryAfterSeconds } });
}
