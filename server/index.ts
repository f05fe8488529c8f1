// The server's composition root: builds the parts, wires them, listens, and closes them in reverse order.
import type { FastifyBaseLogger } from 'fastify';
import { buildApp } from './app.ts';
import { BUILT_IN } from './backends/backend-store.ts';
import { createBackends } from './backends/backends.ts';
import { createConnectors } from './backends/connectors.ts';
import { rememberRouting } from './backends/remembered-routing.ts';
import { createSecretSeal } from './backends/secrets.ts';
import { trustSystemAuthorities } from './certificate-authorities.ts';
import { type Chance, systemChance } from './chance.ts';
import { type Clock, SECOND, systemClock } from './clock.ts';
import { collectGarbage } from './collect-garbage.ts';
import { type Config, parseConfig } from './config.ts';
import type { Connector } from './connectors/connector.ts';
import { createFileFetcher } from './connectors/fetched-files.ts';
import { createFileKeeper } from './connectors/kept-files.ts';
import { createDeliveryWorker } from './delivery/worker.ts';
import { createBuiltInConnector, createBuiltInDesk } from './desk/built-in.ts';
import { createDesk } from './desk/desk.ts';
import { startDueTickets } from './desk/due-tickets.ts';
import { createTechniciansTickets } from './desk/technicians-tickets.ts';
import { createConfirmation } from './enrolment/confirmation.ts';
import { makeFirstOrganisation } from './enrolment/first-organisation.ts';
import { createLastSeen } from './enrolment/last-seen.ts';
import { createBrowserSignIn } from './enrolment/sign-in.ts';
import { removeUnusedAgents } from './enrolment/unused-agents.ts';
import { codeOf } from './error-codes.ts';
import { deriveKey } from './hashes.ts';
import { createEventStreams } from './http/event-streams.ts';
import { createSignedLinks } from './http/signed-links.ts';
import { createIntake } from './intake/intake.ts';
import { createLimits } from './limits/limits.ts';
import type { Rate, RateName } from './limits/table.ts';
import { fetchOutside } from './link-local.ts';
import { createLog } from './log.ts';
import { createMailbox, createNoMailer, createSmtpMailer, type Mailer } from './mail/mailer.ts';
import { createReplyKeys } from './mail/reply-key.ts';
import { createMailIn } from './mail-in/mail-in.ts';
import { readDeskAddress } from './mail-in/settings.ts';
import { createTokens } from './mail-tokens.ts';
import { createMailParser, type MailParser } from './mailboxes/mail-parser.ts';
import { createObservers, listenForMetrics } from './metrics/observers.ts';
import { removeOldNotices } from './notices/queue.ts';
import { createUnsubscribeLinks } from './notices/unsubscribe-links.ts';
import { startMailWishes } from './notices/wishes.ts';
import { createNoticeWorker } from './notices/worker.ts';
import { createOidcProviders } from './oidc/provider.ts';
import { createDuties, type Duty } from './peers/duties.ts';
import { ALONE, type Peers } from './peers/peers.ts';
import { joinPeers } from './peers/postgres-peers.ts';
import { createSharing } from './peers/sharing.ts';
import { Refused, runProgram } from './program.ts';
import { createTextSeal } from './seal.ts';
import { createAccounts } from './staff/accounts.ts';
import { createAudit } from './staff/audit.ts';
import { createInvitationMails } from './staff/invitation-mails.ts';
import { createInvitations } from './staff/invitations.ts';
import { createKnownBrowsers } from './staff/known-browsers.ts';
import { createMembers } from './staff/members.ts';
import { createOwnAccount } from './staff/own-account.ts';
import { createPasskeySignIn } from './staff/passkey-sign-in.ts';
import { createPasskeys } from './staff/passkeys.ts';
import { createPasswordLinks } from './staff/password-links.ts';
import { createPasswords, type Passwords } from './staff/passwords.ts';
import { createProviderSettings } from './staff/provider-settings.ts';
import { createProviderSignIn } from './staff/provider-sign-in.ts';
import { createReauthentication } from './staff/reauthentication.ts';
import { createRecoveries } from './staff/recovery.ts';
import { createSecondFactors } from './staff/second-factor.ts';
import { createSessions } from './staff/sessions.ts';
import { createTeams } from './staff/teams.ts';
import { agree, keyTerm, placeTerm, type Term } from './storage/agreements.ts';
import { createBlobs } from './storage/blobs.ts';
import { startHousekeeping } from './storage/housekeeping.ts';
import { openStorage } from './storage/open.ts';
import { openContents } from './storage/open-contents.ts';
import { connectionTo } from './storage/postgres.ts';
import { createRoom } from './storage/room.ts';
import type { Database } from './storage/schema.ts';
import { problemOfMissingKey, readServerKey } from './storage/server-key.ts';
import type { Storage } from './storage/storage.ts';
import { createOlderDatabase } from './tickets/older-database.ts';
import { createSearchIndex } from './tickets/search-index.ts';
import { createCommentFiles } from './updates/comment-files.ts';
import { createPoller } from './updates/poller.ts';
import { createUnclaimedKeys } from './updates/unclaimed-keys.ts';

/** Time for open requests to finish when the server stops, in milliseconds. */
const CLOSING_GRACE = 3 * SECOND;
/** Interval at which a stopping server closes idle connections, in milliseconds. */
const IDLE_CHECK = 50;
/** How long a leader that lost the others may still be in a request to a backend, in milliseconds: two of its timeouts. */
const FORMER_LEADER_BUSY = 60 * SECOND;
/** Timeout of a request to a backend, in milliseconds. */
const BACKEND_TIMEOUT = 30 * SECOND;
/** Timeout of a request to an identity provider, in milliseconds: a person waits for it. */
const PROVIDER_TIMEOUT = 10 * SECOND;

/** Refuses to start for a reason the administrator can fix; the message is one sentence. */
export class StartRefused extends Refused {}

export interface RunningServer {
  /** the public address */
  url: string;
  /** link that creates the first administrator; null once there is staff */
  setupLink: string | null;
  /** Resolves to one sentence when the server must not go on: another one has replaced its key or its place of files. */
  disagreement: Promise<string>;
  /** Ends event streams, finishes requests and running deliveries, closes the database. */
  close(): Promise<void>;
}

/** The server's environment; tests pass fakes. */
export interface ServerOverrides {
  log: FastifyBaseLogger;
  clock: Clock;
  chance: Chance;
  mailer: Mailer;
  /** of a mailbox, which closes it */
  openParser(): MailParser;
  passwords: Passwords;
  /** replaces some rates of limits/table.ts */
  rates: Partial<Record<RateName, Rate>>;
  /** of a request to an identity provider, in milliseconds */
  providerTimeout: number;
  /** of an answer of PostgreSQL, in milliseconds */
  databaseAnswersWithin: number;
  /** replaces the built-in desk */
  connector(db: Database): Connector;
  /** connectors by backend id, which replace those made from settings */
  backends: Readonly<Record<string, Connector>>;
}

/** Starts a server. Throws Refused when its data, its ports or its key cannot be used. */
export async function startServer(
  config: Config,
  overrides: Partial<ServerOverrides> = {},
): Promise<RunningServer> {
  if (config.databaseUrl !== null && config.secretKey === null)
    throw new StartRefused(problemOfMissingKey(config.dataDir));
  const opened = await openStorage(config, overrides.databaseAnswersWithin);
  if (!opened.ok) throw new StartRefused(opened.problem);
  const { storage } = opened;
  let peers = ALONE;
  try {
    const serverKey = keyOf(config, overrides.chance ?? systemChance);
    const terms = termsOf(serverKey, config);
    peers = await joinOthers(config, terms, overrides);
    storage.onLost(peers.unsure);
    return await startOn({ storage, peers, serverKey, terms }, config, overrides);
  } catch (failure) {
    await peers.stop();
    await storage.close();
    throw failure;
  }
}

/** A server on SQLite without a bucket has its files in its folder, which nobody shares. */
function termsOf(serverKey: Buffer, { replacedKey, bucket, databaseUrl }: Config): Term[] {
  const key = keyTerm(serverKey, replacedKey);
  if (bucket === null && databaseUrl === null) return [key];
  return [key, placeTerm(bucket, bucket?.replaces ?? null)];
}

/** What a server has before its parts are built. */
interface Joined {
  storage: Storage;
  peers: Peers;
  serverKey: Buffer;
  terms: readonly Term[];
}

async function startOn(
  joined: Joined,
  config: Config,
  overrides: Partial<ServerOverrides>,
): Promise<RunningServer> {
  let url = config.publicUrl ?? '';
  const { storage, peers } = joined;
  const parts = await buildParts(joined, config, overrides, () => url);
  const {
    accounts,
    clock,
    confirmation,
    connectors,
    invitationMails,
    lastSeen,
    mailer,
    passwordLinks,
    worker,
  } = parts;
  if (config.firstOrganisation) await makeFirstOrganisation(parts, config.firstOrganisation);
  const setupToken = await accounts.offerSetup();

  const app = await buildApp(parts);
  const metricsServer = await listenForMetrics(parts.readMetrics, config);
  const listening = await listen(app.listen({ host: config.host, port: config.port }), config).catch(
    async (failure: unknown) => {
      await metricsServer?.close();
      throw failure;
    },
  );
  url ||= listening;

  worker.kick();
  lastSeen.start();
  const duties = createDuties(dutyOf(parts), parts.log);
  const { promise: disagreement, resolve: disagreed } = Promise.withResolvers<string>();
  await parts.sharing.start({ worker, duties, disagreed });
  return {
    url,
    disagreement,
    setupLink: setupToken === null ? null : `${url}/setup#${setupToken}`,
    async close() {
      storage.hurry(CLOSING_GRACE);
      // keep-alive connections become idle only after their last answer
      const idling = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK);
      // a connection that a browser preconnected never becomes idle
      const cancelCut = clock.after(CLOSING_GRACE, () => app.server.closeAllConnections());
      await app.close();
      cancelCut();
      clearInterval(idling);
      await duties.stop();
      await worker.stop();
      await connectors.close();
      await confirmation.settled();
      await invitationMails.settled();
      await passwordLinks.settled();
      await lastSeen.stop();
      await peers.stop();
      mailer.close();
      await metricsServer?.close();
      for (const observer of parts.observers) await observer.close();
      parts.contents.close();
      await storage.close();
    },
  };
}

/** Builds all parts behind the HTTP application. */
async function buildParts(
  { storage: { db, connections }, peers, serverKey, terms }: Joined,
  config: Config,
  overrides: Partial<ServerOverrides>,
  publicUrl: () => string,
) {
  const { log = createLog(config.logLevel), clock = systemClock, chance = systemChance } = overrides;
  const ownStreams = createEventStreams(clock);
  const { metrics, observers } = await createObservers(
    { db, connections, clock, log, streams: ownStreams },
    config,
  );
  const { dataDir, bucket } = config;
  const isShared = config.databaseUrl !== null;
  const opened = await openContents({ db, clock, chance, dataDir, bucket, isShared });
  if (!opened.ok) throw new StartRefused(opened.problem);
  const { contents } = opened;
  const problem = await agree(db, terms);
  if (problem !== null) {
    contents.close();
    throw new StartRefused(problem);
  }
  const blobs = createBlobs({ db, clock, contents });
  const sharing = createSharing({
    db,
    clock,
    chance,
    peers,
    streams: ownStreams,
    limits: createLimits(clock, overrides.rates),
    spread: config.pace.spread * SECOND,
    terms,
    log,
  });
  const { limits, streams, signInDelays } = sharing;
  const shared = { db, clock, chance, limits, audit: createAudit({ clock, chance }), announce: streams };
  const lastSeen = createLastSeen({ ...shared, log });
  const secondFactors = createSecondFactors({ ...shared, serverKey });
  const sessions = createSessions({ ...shared, secondFactors });
  const passkeys = createPasskeys({ ...shared, configuredUrl: config.publicUrl });
  const passwords = overrides.passwords ?? createPasswords(chance);
  const staffParts = {
    ...shared,
    sessions,
    passwords,
    secondFactors,
    passkeys,
    reauthentication: createReauthentication({ ...shared, passwords, secondFactors, signInDelays }),
    knownBrowsers: createKnownBrowsers(serverKey, chance),
    signInDelays,
  };
  const accounts = createAccounts(staffParts);
  const { smtpUrl, smtpToken, mailFrom } = config;
  const smtpTokens =
    smtpToken &&
    createTokens(smtpToken.source, smtpToken.secret, { fetch, now: clock.now, timeout: PROVIDER_TIMEOUT });
  const mailbox =
    overrides.mailer || smtpUrl !== null || !config.showsMailbox ? null : createMailbox(mailFrom, clock);
  const mailer =
    overrides.mailer ??
    mailbox ??
    (smtpUrl === null
      ? createNoMailer()
      : createSmtpMailer({ url: smtpUrl, tokens: smtpTokens }, mailFrom, log, metrics?.mailed));
  const confirmation = createConfirmation({ ...shared, mailer, serverKey, tokenLife: config.tokenLife });
  const providers = createOidcProviders({
    clock,
    fetch,
    timeout: overrides.providerTimeout ?? PROVIDER_TIMEOUT,
  });
  const clientSecrets = createTextSeal(deriveKey(serverKey, 'guichet sign-in client secrets'), chance);
  const attemptSeal = createTextSeal(deriveKey(serverKey, 'guichet sign-ins under way'), chance);
  const providerSettings = createProviderSettings({ ...shared, clientSecrets });
  const signIn = createBrowserSignIn({ ...shared, providers, clientSecrets, attemptSeal });
  const connector = overrides.connector?.(db) ?? createBuiltInConnector(shared);
  const seal = createSecretSeal(serverKey, chance);
  const connectorParts = {
    fetch,
    now: () => clock.now(),
    timeout: BACKEND_TIMEOUT,
    openParser: overrides.openParser ?? createMailParser,
  };
  const fileTypes = config.allowedFileTypes;
  const ofMails = { blobs, contents, chance, fileTypes, limitMegabytes: config.attachmentLimitMegabytes };
  const keepFiles = createFileKeeper(ofMails);
  const connectors = createConnectors({
    seal,
    kindParts: { db, builtIn: connector, keepFiles, ...connectorParts },
  });
  const signedLinks = createSignedLinks({ serverKey, clock, publicUrl });
  const backendOverrides = overrides.backends ?? {};
  const backends = createBackends(db, async (id) => backendOverrides[id] ?? connectors.of(id));
  const kickDelivery = (settingsRevision?: number) => worker.kick(settingsRevision);
  const routing = rememberRouting(db, backends);
  const files = createCommentFiles(db, createFileFetcher(ofMails));
  const poller = createPoller({
    ...{ ...shared, backends, files, log, kickDelivery },
    unclaimedKeys: createUnclaimedKeys(shared.clock),
  });
  const worker = createDeliveryWorker({
    ...shared,
    backends,
    blobs,
    links: signedLinks,
    changeReader: poller,
    here: overrides.connector || Object.hasOwn(backendOverrides, BUILT_IN) ? null : createBuiltInDesk(),
    leader: sharing.leader,
    log,
    parallel: config.deliveryParallel,
    observers,
  });
  const intake = createIntake({ ...shared, routing, fileTypes, kickDelivery });
  const desk = createDesk({ ...shared, backends, fileTypes, kickDelivery });
  const takingParts = {
    ...shared,
    ...{ ...ofMails, backends, mailer, log, kickDelivery },
    replyKeys: createReplyKeys(serverKey),
  };
  const mailIn = createMailIn({
    ...takingParts,
    seal,
    connecting: { ...connectorParts, fetch: fetchOutside(fetch) },
  });
  const invitationMails = createInvitationMails({ ...shared, log, mailer, publicUrl });
  const unsubscribeLinks = createUnsubscribeLinks(serverKey, publicUrl);
  const noticeWorker = createNoticeWorker({
    ...{ ...shared, log, mailer, publicUrl, unsubscribeLinks },
    replyKeys: takingParts.replyKeys,
    openFile: blobs.open,
    deskAddressOf: () => readDeskAddress(db),
  });
  return {
    ...shared,
    sharing,
    lastSeen,
    searchIndex: createSearchIndex({ ...shared, log }),
    config,
    publicUrl,
    signedLinks,
    log,
    observers,
    readMetrics: metrics?.read ?? null,
    blobs,
    contents,
    streams,
    sessions,
    secondFactors,
    accounts,
    ownAccount: createOwnAccount(staffParts),
    passkeys,
    passkeySignIn: createPasskeySignIn(staffParts),
    providerSettings,
    providerSignIn: createProviderSignIn({
      ...staffParts,
      providers,
      providerSettings,
      attemptSeal: createTextSeal(deriveKey(serverKey, 'guichet staff sign-ins under way'), chance),
      publicUrl,
    }),
    invitationMails,
    invitations: createInvitations({ ...staffParts, mails: invitationMails, startMailWishes }),
    passwordLinks: createPasswordLinks({ ...staffParts, mailer, log, publicUrl }),
    members: createMembers({ ...staffParts, tickets: createTechniciansTickets(shared) }),
    recoveries: createRecoveries(staffParts),
    teams: createTeams(shared),
    mailbox,
    mailer,
    noticeWorker,
    unsubscribeLinks,
    confirmation,
    signIn,
    providers,
    clientSecrets,
    backends,
    routing,
    poller,
    worker,
    seal,
    connectors,
    intake,
    room: createRoom({ ...shared, dataDir }),
    older: createOlderDatabase({ ...shared, log }),
    desk,
    takingParts,
    mailIn,
  };
}

/** A server on SQLite has its database to itself. */
async function joinOthers(
  { databaseUrl, logLevel }: Config,
  terms: readonly Term[],
  overrides: Partial<ServerOverrides>,
): Promise<Peers> {
  if (databaseUrl === null) return ALONE;
  const { log = createLog(logLevel), chance = systemChance } = overrides;
  // by the time of day of this machine, also where tests move the clock: the others live by it
  return joinPeers({ connection: connectionTo(databaseUrl), terms, clock: systemClock, chance, log });
}

/**
 * What one server does for all: it polls and delivers to other systems, reads the desk's mailbox, moves tickets whose date has come, mails what
 * people are told and invitations, indexes what changed, and cleans up.
 */
function dutyOf(parts: Awaited<ReturnType<typeof buildParts>>): Duty {
  const { clock, invitationMails, mailIn, noticeWorker, poller, searchIndex, worker } = parts;
  let stopHousekeeping = async () => {};
  let stopDueTickets = async () => {};
  return {
    begin(takesOver) {
      worker.lead(takesOver ? clock.now().getTime() + FORMER_LEADER_BUSY : 0);
      poller.start();
      mailIn.start();
      searchIndex.start();
      noticeWorker.start();
      invitationMails.start();
      stopDueTickets = startDueTickets({ ...parts, kickDelivery: worker.kick });
      stopHousekeeping = startHousekeeping({
        ...parts,
        removeUnusedAgents: () => removeUnusedAgents(parts),
        removeOldNotices: () => removeOldNotices(parts),
      });
    },
    async end() {
      await stopHousekeeping();
      await stopDueTickets();
      await mailIn.stop();
      await noticeWorker.stop();
      await invitationMails.stop();
      await poller.stop();
      await worker.follow();
      await searchIndex.stop();
    },
  };
}

function keyOf(config: Config, chance: Chance): Buffer {
  if (config.secretKey) return config.secretKey;
  const read = readServerKey(config.dataDir, chance);
  if (!read.ok) throw new StartRefused(read.problem);
  return read.key;
}

const LISTEN_PROBLEMS: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port }) => `PORT is ${port}: another program already listens there, choose a free one.`,
  EACCES: ({ port }) => `PORT is ${port}: this account may not listen there, choose one above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `HOST is ${JSON.stringify(host)}: expected an address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST is ${JSON.stringify(host)}: expected an address of this machine.`,
};

async function listen(listening: Promise<string>, config: Config): Promise<string> {
  try {
    return await listening;
  } catch (failure) {
    const problem = LISTEN_PROBLEMS[codeOf(failure)]?.(config);
    throw problem === undefined ? failure : new StartRefused(problem);
  }
}

/** Starts with the configuration of the environment, returns the address, stops at SIGINT or SIGTERM. */
async function run(): Promise<string> {
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new StartRefused(parsed.problem);
  // files in the data folder are readable by the server's account only
  process.umask(0o077);
  trustSystemAuthorities();
  const server = await startServer(parsed.config);
  let stopping = false;
  const stop = () => {
    if (!stopping) void server.close();
    stopping = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  void server.disagreement.then((problem) => {
    console.error(problem);
    process.exitCode = 1;
    stop();
  });
  collectGarbage();
  // Printed last, because a caller may stop the server at once, and in one write, so that address and link come together.
  return `server: ${server.url}${server.setupLink === null ? '' : `\nset-up: ${server.setupLink}`}`;
}

/** Starts the server and prints its address. */
export function main(): Promise<void> {
  return runProgram(run);
}

if (import.meta.main) void main();
