// The HTTP application: plugins and routes in the order a request meets them.
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { API } from '../contract/api.ts';
import type { ServerPolicy } from '../contract/sync.ts';
import type { Backends } from './backends/backends.ts';
import type { Connectors } from './backends/connectors.ts';
import type { RememberedRouting } from './backends/remembered-routing.ts';
import type { SecretSeal } from './backends/secrets.ts';
import type { Chance } from './chance.ts';
import { type Clock, MINUTE } from './clock.ts';
import type { Config } from './config.ts';
import type { DeliveryWorker } from './delivery/worker.ts';
import type { Desk } from './desk/desk.ts';
import type { Confirmation } from './enrolment/confirmation.ts';
import type { LastSeen } from './enrolment/last-seen.ts';
import type { BrowserSignIn } from './enrolment/sign-in.ts';
import { closeAnsweredBodies } from './http/body-time.ts';
import { answerConnectionFailure } from './http/connection-failure.ts';
import { createFailureHandler } from './http/errors.ts';
import type { EventStreams } from './http/event-streams.ts';
import { createGuards } from './http/guards.ts';
import { parseJsonBodies } from './http/json-body.ts';
import { showDescription } from './http/openapi.ts';
import { setSecurityHeaders } from './http/security-headers.ts';
import { type Handlers, serveApi } from './http/serve-api.ts';
import type { SignedLinks } from './http/signed-links.ts';
import { serveConsole } from './http/static-console.ts';
import type { Intake } from './intake/intake.ts';
import { createUploads } from './intake/uploads.ts';
import type { Limits } from './limits/limits.ts';
import type { Mailbox, Mailer } from './mail/mailer.ts';
import type { MailIn } from './mail-in/mail-in.ts';
import type { TakingParts } from './mail-in/take-mail.ts';
import type { Observer } from './metrics/observation.ts';
import { watchRequests } from './metrics/watch.ts';
import type { UnsubscribeLinks } from './notices/unsubscribe-links.ts';
import type { OidcProviders } from './oidc/provider.ts';
import { agentUpdateHandlers } from './routes/agent-updates.ts';
import { approvalHandlers } from './routes/approvals.ts';
import { consoleAccountHandlers } from './routes/console-account.ts';
import { consoleAnnouncementHandlers } from './routes/console-announcements.ts';
import { consoleAttachmentHandlers } from './routes/console-attachments.ts';
import { consoleBackendHandlers } from './routes/console-backends.ts';
import { consoleCatalogueHandlers } from './routes/console-catalogue.ts';
import { consoleDeliveryHandlers } from './routes/console-deliveries.ts';
import { consoleDeviceHandlers } from './routes/console-devices.ts';
import { consoleHeldMailHandlers } from './routes/console-held-mails.ts';
import { consoleMailHandlers } from './routes/console-mails.ts';
import { consoleOrganisationHandlers } from './routes/console-organisations.ts';
import { consoleProviderHandlers } from './routes/console-provider.ts';
import { consoleReleaseHandlers } from './routes/console-releases.ts';
import { consoleSessionHandlers } from './routes/console-session.ts';
import { consoleSignInHandlers } from './routes/console-sign-in.ts';
import { consoleStaffHandlers } from './routes/console-staff.ts';
import { consoleStatusHandlers } from './routes/console-status.ts';
import { consoleTicketHandlers } from './routes/console-tickets.ts';
import { consoleUploadHandlers } from './routes/console-uploads.ts';
import { enrolmentHandlers } from './routes/enrolment.ts';
import { healthHandlers } from './routes/health.ts';
import { mailWishHandlers } from './routes/mail-wishes.ts';
import { mailboxHandlers } from './routes/mailbox.ts';
import { peopleHandlers } from './routes/people.ts';
import { signedFileHandlers } from './routes/signed-files.ts';
import { syncHandlers } from './routes/sync.ts';
import { ticketAttachmentHandlers } from './routes/ticket-attachments.ts';
import { uploadHandlers } from './routes/uploads.ts';
import type { TextSeal } from './seal.ts';
import type { Accounts } from './staff/accounts.ts';
import type { Audit } from './staff/audit.ts';
import type { Invitations } from './staff/invitations.ts';
import type { Members } from './staff/members.ts';
import type { OwnAccount } from './staff/own-account.ts';
import type { PasskeySignIn } from './staff/passkey-sign-in.ts';
import type { Passkeys } from './staff/passkeys.ts';
import type { PasswordLinks } from './staff/password-links.ts';
import type { ProviderSettings } from './staff/provider-settings.ts';
import type { ProviderSignIn } from './staff/provider-sign-in.ts';
import type { Recoveries } from './staff/recovery.ts';
import type { SecondFactors } from './staff/second-factor.ts';
import type { Sessions } from './staff/sessions.ts';
import type { Teams } from './staff/teams.ts';
import type { Blobs } from './storage/blobs.ts';
import type { ContentStore } from './storage/content-store.ts';
import type { Room } from './storage/room.ts';
import type { Database } from './storage/schema.ts';
import type { OlderDatabase } from './tickets/older-database.ts';
import type { SearchIndex } from './tickets/search-index.ts';

export interface AppParts {
  config: Config;
  log: FastifyBaseLogger;
  db: Database;
  blobs: Blobs;
  contents: ContentStore;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  accounts: Accounts;
  sessions: Sessions;
  secondFactors: SecondFactors;
  ownAccount: OwnAccount;
  passkeys: Passkeys;
  passkeySignIn: PasskeySignIn;
  providerSettings: ProviderSettings;
  providerSignIn: ProviderSignIn;
  invitations: Invitations;
  members: Members;
  recoveries: Recoveries;
  passwordLinks: PasswordLinks;
  teams: Teams;
  streams: EventStreams;
  lastSeen: LastSeen;
  searchIndex: SearchIndex;
  confirmation: Confirmation;
  signIn: BrowserSignIn;
  providers: OidcProviders;
  /** seals the client secrets of identity providers */
  clientSecrets: TextSeal;
  intake: Intake;
  older: OlderDatabase;
  room: Room;
  desk: Desk;
  mailIn: MailIn;
  takingParts: TakingParts;
  worker: DeliveryWorker;
  backends: Backends;
  routing: RememberedRouting;
  connectors: Connectors;
  /** seals the secrets of backends */
  seal: SecretSeal;
  limits: Limits;
  signedLinks: SignedLinks;
  /** told of each request */
  observers: readonly Observer[];
  /** null when no metrics are configured */
  readMetrics: (() => Promise<string>) | null;
  /** null when mails are sent by SMTP */
  mailbox: Mailbox | null;
  mailer: Mailer;
  unsubscribeLinks: UnsubscribeLinks;
  /** may be called once the server listens */
  publicUrl: () => string;
}

/** In characters. An upload's id is a UUID, a hyphen and a SHA-256. */
const LONGEST_PARAMETER = 128;

/** Time without a byte in either direction after which a connection is closed, in milliseconds. */
const MOST_SILENCE = 5 * MINUTE;

/** Trust the nearest proxy only: anybody can write the earlier entries of X-Forwarded-For. */
const isNearestProxy = (_address: string, hop: number) => hop === 0;

/** Builds the application, ready to listen. Closing it ends the event streams and closes nothing else of `parts`. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, streams } = parts;
  const onFailure = createFailureHandler(parts);
  const app = Fastify({
    loggerInstance: parts.log,
    trustProxy: config.trustProxy ? isNearestProxy : false,
    connectionTimeout: MOST_SILENCE,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: onFailure,
    clientErrorHandler: answerConnectionFailure,
  });
  closeAnsweredBodies(app.server, parts.clock);
  watchRequests(app, parts.observers);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  parseJsonBodies(app);
  app.setErrorHandler(onFailure);

  await setSecurityHeaders(app, config.publicUrl?.startsWith('https:') ?? false);
  await app.register(cookie);
  await showDescription(app);
  const readDescription: Handlers['readDescription'] = async () => ({ ...app.swagger() });
  await app.register(serveApi({ ...handlersOf(parts), readDescription }, createGuards(parts), parts.limits));
  await serveConsole(app, config.consoleDir);

  // open streams would keep the server from closing
  app.addHook('preClose', async () => streams.close());
  return app;
}

/** Returns the handlers of all operations except readDescription, which needs the application. */
function handlersOf(parts: AppParts): Omit<Handlers, 'readDescription'> {
  const { config, streams, worker } = parts;
  const uploads = createUploads({
    db: parts.db,
    blobs: parts.blobs,
    contents: parts.contents,
    path: API.beginUpload.path,
    limitMegabytes: config.attachmentLimitMegabytes,
    limits: parts.limits,
    room: parts.room,
    log: parts.log,
  });
  const policy = policyOf(config);
  const announcing = { ...parts, announce: streams, kickDelivery: worker.kick };
  return {
    ...healthHandlers(parts),
    ...enrolmentHandlers(announcing),
    ...uploadHandlers({ uploads }),
    ...syncHandlers({ ...parts, policy, pace: config.pace }),
    ...peopleHandlers(parts),
    ...ticketAttachmentHandlers(parts),
    ...agentUpdateHandlers(parts),
    ...consoleSessionHandlers(parts),
    ...consoleAccountHandlers(parts),
    ...consoleStaffHandlers(announcing),
    ...consoleProviderHandlers(announcing),
    ...consoleOrganisationHandlers(parts),
    ...consoleSignInHandlers(announcing),
    ...consoleDeviceHandlers(parts),
    ...consoleTicketHandlers(announcing),
    ...consoleHeldMailHandlers({ ...parts, ...parts.takingParts }),
    ...approvalHandlers(announcing),
    ...consoleCatalogueHandlers(announcing),
    ...consoleBackendHandlers({ ...announcing, tryDelivery: worker.tryNow }),
    ...consoleDeliveryHandlers(announcing),
    ...consoleStatusHandlers(parts),
    ...consoleMailHandlers(parts),
    ...consoleAttachmentHandlers(parts),
    ...consoleUploadHandlers({ ...parts, policy }),
    ...consoleAnnouncementHandlers(announcing),
    ...consoleReleaseHandlers(announcing),
    ...signedFileHandlers(parts),
    ...mailboxHandlers(parts),
    ...mailWishHandlers(parts),
  };
}

function policyOf({ attachmentLimitMegabytes, allowedFileTypes }: Config): ServerPolicy {
  return { attachmentMegabytes: attachmentLimitMegabytes, fileTypes: allowedFileTypes };
}
