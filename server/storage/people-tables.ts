// Tables of organisations: devices, agents, requesters, directory and catalogue.
import type { Generated } from 'kysely';
import type { AgentState, Departure, Language, TicketKind } from '../../contract/primitives.ts';
import type { AddressClaim } from '../../contract/sign-in.ts';

/** organisation: written by enrolment/organisations */
export interface OrganisationTable {
  id: string;
  name: string;
  /** the name in lower case: two organisations never differ by case alone */
  nameKey: string;
  /** JSON array */
  emailDomains: string;
  createdAt: string;
  /** of mails to people whose agent has named none; written by notices/mail-languages */
  mailLanguage: Generated<Language>;
}

/** sign_in_provider: written by enrolment/sign-in-provider; without a row, addresses are confirmed by a mailed token */
export interface SignInProviderTable {
  organisationId: string;
  issuer: string;
  clientId: string;
  /** null for a public client */
  sealedSecret: string | null;
  addressClaim: AddressClaim;
  /** 0 or 1 */
  acceptsUnverified: number;
}

/** enrolment_key: written by enrolment/enrolment-keys */
export interface EnrolmentKeyTable {
  id: string;
  organisationId: string;
  hash: string;
  ending: string;
  createdAt: string;
  revokedAt: string | null;
  expiresAt: string | null;
  /** agents that it may admit; null: any number */
  mostUses: number | null;
  /** JSON array of networks in CIDR notation; empty: from anywhere */
  networks: string;
  /** agents that it has admitted */
  uses: Generated<number>;
  /** 0 or 1: of session hosts among which profiles travel */
  pool: Generated<number>;
}

/** advance_activation: written by enrolment/advance-activations */
export interface AdvanceActivationTable {
  id: string;
  organisationId: string;
  machineId: string | null;
  hostname: string | null;
  userName: string | null;
  /** agents that it may activate, and those it has activated */
  admits: number;
  used: Generated<number>;
  createdAt: string;
}

/** device and agent: written by enrolment */
export interface DeviceTable {
  id: string;
  organisationId: string;
  /** cloned computers report the same one: each has a row of its own, with another name */
  machineId: string;
  /** the accepted name; each agent reports its own */
  hostname: string;
  /** the accepted name, folded: the list is searched by it, and in its order */
  hostKey: Generated<string>;
  createdAt: string;
}

/** deviceId, sid, userName and upn are what was accepted; `claim` is what the agent says instead */
export interface AgentTable {
  id: string;
  deviceId: string;
  sid: string;
  userName: string;
  /** folded for searches */
  nameKey: Generated<string>;
  upn: string | null;
  /** as the agent last reported it */
  hostname: string;
  os: string;
  /** JSON of a Claim (enrolment/claim); null when the agent claims what was accepted */
  claim: string | null;
  /** the account of the identity provider that signed in last and was accepted; null before */
  provenIssuer: Generated<string | null>;
  provenSubject: Generated<string | null>;
  /** JSON of a ProofClaim (enrolment/proof-claim): another account that signed in, and waits for staff; null for none */
  claimedProof: Generated<string | null>;
  agentVersion: string;
  /** empty once the agent has left: no secret has this hash */
  secretHash: string;
  state: AgentState;
  departure: Departure | null;
  /** 0 or 1: staff suspended or retired it, and have not activated it since; neither leaving nor a successor changes that */
  sentAway: Generated<number>;
  requesterId: string | null;
  /** null for agents enrolled before keys were counted */
  enrolmentKeyId: string | null;
  enrolledAt: string;
  /** when staff, an advance activation or a token first activated it; null before */
  acceptedAt: string | null;
  lastSeenAt: string;
  /** of its person, as it said last */
  language: Generated<Language | null>;
  /** number of the last change of its requester that it was sent; written like lastSeenAt by enrolment/last-seen */
  fetchedSeq: Generated<number>;
  /** another computer than `hostname` that called with the secret of this agent, and when; written by enrolment/copies */
  otherHost: Generated<string | null>;
  otherHostAt: Generated<string | null>;
  /** when both had called last; null where one computer followed the other */
  copiedAt: Generated<string | null>;
}

/** changeSeq and changeMarks are written by tickets/change-feed, the rest by enrolment/confirmation and people/named-people */
export interface RequesterTable {
  id: string;
  organisationId: string;
  email: string;
  fullName: string;
  /** name and address, folded for searches */
  searchText: Generated<string>;
  changeSeq: Generated<number>;
  /** the marks of the last changes, the latest first (tickets/change-marks) */
  changeMarks: Generated<string>;
  createdAt: string;
  /** null for somebody named on a ticket who has never confirmed the address */
  confirmedAt: string | null;
  /** the account of the identity provider that has this address; null where none proved it */
  provenIssuer: Generated<string | null>;
  provenSubject: Generated<string | null>;
  /** 0 or 1: mails also of what an agent has shown */
  mailsAlways: Generated<number>;
  /** 0 or 1: mails also of what carries no technician's words; written by people/mail-wish */
  mailsNotices: Generated<number>;
  /** of the last mail that they wrote and that says it; written by people/written-language */
  writtenLanguage: Generated<Language | null>;
}

/** sign_in_attempt: written by enrolment/sign-in-attempts */
export interface SignInAttemptTable {
  agentId: string;
  stateHash: string;
  /** JSON, sealed for its agent */
  sealed: string;
  endsAt: string;
}

export interface ConfirmationTokenTable {
  id: string;
  agentId: string;
  deviceId: string;
  ip: string;
  email: string;
  tokenHash: string;
  triesLeft: number;
  sentAt: string;
  expiresAt: string;
  usedAt: string | null;
}

/** catalogue and catalogue_entry: written by catalogue/import-catalogue */
export interface CatalogueTable {
  organisationId: string;
  /** hash of the part that agents receive */
  version: string;
  importedAt: string;
}

/** one leaf, with its service and family */
export interface CatalogueEntryTable {
  organisationId: string;
  id: string;
  position: number;
  familyId: string;
  familyEn: string;
  familyFr: string;
  serviceId: string;
  serviceEn: string;
  serviceFr: string;
  nameEn: string;
  nameFr: string;
  /** JSON in both languages */
  description: string | null;
  kind: TicketKind | null;
  /** JSON array: the form's fields */
  fields: string;
  /** address of the approver, or `manager` for that of the requester */
  approver: string | null;
  dueHours: number | null;
  /** when it was removed from the catalogue; tickets still refer to it */
  retiredAt: string | null;
}

/** the directory: written by people/import-directory */
export interface PersonTable {
  organisationId: string;
  email: string;
  fullName: string;
  /** Windows user name, folded by people/windows-names, with its domain where the directory gives one */
  userKey: string | null;
  phone: string | null;
  site: string | null;
  room: string | null;
  /** addresses, which the directory may not have */
  manager: string | null;
  standIn: string | null;
  /** name and address, folded for searches */
  searchText: string;
  /** of the directory, the same for all time; null where it names none */
  stableId: Generated<string | null>;
}
