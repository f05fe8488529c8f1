// Every limit of the server on what one caller may do: its value, its unit, and the reason for it.
import { MEGABYTE } from '../../contract/constants.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts';

/** `most` units at once; what was used comes back evenly over `per` milliseconds. */
export interface Rate {
  readonly most: number;
  readonly per: number;
}

/**
 * Rates, in acts unless noted. The names end in whom they count: an agent, a requester with all of their agents, an
 * organisation with all of its requesters, an enrolment key, a browser that an account knows, a member of the staff, the
 * recipient of mails, or an IP address (of IPv6 the first 64 bits).
 */
export const RATES = {
  /** a person writes a few tickets a day; one at a counter writes them for others all day */
  ticketsOfAgent: { most: 60, per: HOUR },
  /** the same person at two computers */
  ticketsOfRequester: { most: 120, per: HOUR },
  /** an outage in an organisation of ten thousand people */
  ticketsOfOrganisation: { most: 5000, per: HOUR },
  /** comments, closing, reopening, approvals, ratings, "me too": a lively conversation has one a minute */
  messagesOfAgent: { most: 300, per: HOUR },
  messagesOfRequester: { most: 600, per: HOUR },
  messagesOfOrganisation: { most: 30_000, per: HOUR },
  /** bytes: ten tickets an hour with the largest attachments that one may have */
  uploadBytesOfAgent: { most: 1024 * MEGABYTE, per: HOUR },
  /** bytes */
  uploadBytesOfRequester: { most: 2048 * MEGABYTE, per: HOUR },
  /** bytes */
  uploadBytesOfOrganisation: { most: 100 * 1024 * MEGABYTE, per: HOUR },
  /** opened event streams: one a minute with a poor network; each tells every console that an agent came or went */
  openedStreamsOfAgent: { most: 60, per: 10 * MINUTE },
  /** searches for people: more than anybody types; a search shows 20 people at most */
  searchesOfAgent: { most: 60, per: MINUTE },
  /** at a counter, tickets for 40 people an hour with five searches each */
  hourlySearchesOfAgent: { most: 200, per: HOUR },
  /** with 20 people each, 12,000 a day at the very most: a program that copies a large directory takes days */
  dailySearchesOfAgent: { most: 600, per: DAY },
  /** enrolments of an agent that is known: one at each change of its version, host or user name */
  enrolmentsOfAgent: { most: 60, per: HOUR },
  /** syncs: one for each change of a ticket; an agent with many commands sends 20 at once */
  syncsOfAgent: { most: 120, per: MINUTE },
  /** tries to confirm an address: each token allows five */
  confirmationsOfAgent: { most: 60, per: HOUR },
  /** new agents: a deployment to thousands of computers, spread over an hour or two */
  enrolmentsOfKey: { most: 2000, per: HOUR },
  /** a whole office behind one address starts at nine */
  enrolmentsOfAddress: { most: 120, per: MINUTE },
  /** audit rows of refused enrolments: enough to see who tries, too few to fill the audit */
  auditedRefusalsOfAddress: { most: 10, per: HOUR },
  /** audit rows of refusals that nothing else bounds; tries of a token or a sign-in are few, and each has a row */
  auditedRefusalsOfAgent: { most: 10, per: HOUR },
  /** sign-ins of agents by the browser, each of which asks the provider: more than a person tries */
  browserSignInsOfAgent: { most: 10, per: 10 * MINUTE },
  /** as enrolments */
  browserSignInsOfAddress: { most: 120, per: MINUTE },
  /** sign-ins and set-ups of staff: enough for forgotten passwords, too few to guess one */
  signInsOfAddress: { most: 10, per: MINUTE },
  /** challenges for passkeys, and their answers: two for each sign-in; nobody guesses a signature */
  passkeysOfAddress: { most: 20, per: MINUTE },
  /** sign-ins of staff with the identity provider, each of which asks it; two calls for each */
  providerSignInsOfAddress: { most: 20, per: MINUTE },
  /** sign-ins of a browser that signed in to the account before: apart from those of its address */
  signInsOfBrowser: { most: 10, per: MINUTE },
  /** mails that invite somebody to the staff: a whole help desk in an hour */
  invitationsOfStaff: { most: 60, per: HOUR },
  /** to the same mailbox */
  invitationsOfRecipient: { most: 5, per: HOUR },
  /** links for forgotten passwords that are asked for: of a whole office */
  passwordLinksOfAddress: { most: 20, per: HOUR },
  /** to the same mailbox, also where nobody has it */
  passwordLinksOfRecipient: { most: 3, per: HOUR },
  /** one-time links of invitations, passwords, recoveries and approvals, looked at or used: more than a person opens, far too few to guess one */
  linksOfAddress: { most: 20, per: MINUTE },
  /** signed links: more than a technician opens, far too few to guess one */
  signedFilesOfAddress: { most: 60, per: MINUTE },
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof RATES;

/** What one agent, one session or one address may have at the same time. */
export const COUNTS = {
  /** an agent opens one; the second is one that a change of network left behind */
  streamsOfAgent: 2,
  /** event streams of one session of the console: one for each tab */
  streamsOfSession: 20,
  /** bodies being received: an agent sends one at a time, and a change of network may leave one behind */
  bodiesOfAgent: 4,
  /** bodies being received from strangers and from agents that are not active: small ones, complete within moments */
  bodiesOfAddress: 100,
  /** uploads that were begun and are not complete: an agent sends one at a time and continues it after a failure */
  unfinishedUploadsOfAgent: 30,
} as const;

/** Confirmation tokens. Counted in the database, because the odds of guessing one depend on it (docs/threat-model.md). */
export const TOKENS = {
  /** tries per token */
  tries: 5,
  /** milliseconds until another may be mailed to the same address by the same agent */
  resendAfter: 60 * SECOND,
  /** tokens an hour; agents of a terminal server share a device, and a site shares an address, so these only stop floods */
  mostPerHour: { email: 5, agentId: 5, deviceId: 100, ip: 100 },
  /**
   * the same for agents that nobody accepted yet, all together and counted apart: anybody with an enrolment key makes
   * them, and they must not use up what accepted ones may ask for
   */
  mostPerHourOfUnaccepted: { email: 2, agentId: 5, deviceId: 100, ip: 100 },
} as const;

/** Delays after failed sign-ins to one account, and after wrong passwords of a signed-in person. In milliseconds. */
export const FAILED_SIGN_INS = {
  /** failures without a delay: forgotten passwords, caps lock */
  free: 5,
  /** delay after the first failure beyond these; it doubles with each further one */
  first: 15 * SECOND,
  /** longest delay: 96 guesses a day */
  longest: 15 * MINUTE,
  /** time without a failure after which earlier ones no longer count */
  forgottenAfter: 24 * HOUR,
} as const;

/** Keys that one limit counts at the same time, about 2 MB each. Beyond them, the one that was used longest ago is dropped. */
export const MOST_KEYS = 20_000;
