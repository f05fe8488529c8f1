// The tables of organisations: their devices and agents, their people, and the catalogue IT gives them.
import type { Generated } from 'kysely';
import type { AgentState, TicketKind } from '../../contract/primitives.ts';

/** organisation: written by enrolment/organisations */
export interface OrganisationTable {
  id: string;
  name: string;
  /** the name in lower case: two organisations never differ by case alone */
  nameKey: string;
  /** JSON array */
  emailDomains: string;
  createdAt: string;
}

export interface EnrolmentKeyTable {
  id: string;
  organisationId: string;
  hash: string;
  ending: string;
  createdAt: string;
  revokedAt: string | null;
}

export interface AdvanceActivationTable {
  id: string;
  organisationId: string;
  hostname: string | null;
  userName: string | null;
  createdAt: string;
}

/** device and agent: written by enrolment */
export interface DeviceTable {
  id: string;
  organisationId: string;
  machineId: string;
  hostname: string;
  os: string;
  createdAt: string;
}

export interface AgentTable {
  id: string;
  deviceId: string;
  sid: string;
  userName: string;
  upn: string | null;
  agentVersion: string;
  secretHash: string;
  state: AgentState;
  requesterId: string | null;
  enrolledAt: string;
  lastSeenAt: string;
}

/** changeSeq is written by updates/change-feed, the rest by enrolment/confirmation and, for whom a ticket names, people */
export interface RequesterTable {
  id: string;
  organisationId: string;
  email: string;
  fullName: string;
  changeSeq: Generated<number>;
  createdAt: string;
  /** null for somebody who was named on a ticket and has never proved the address */
  confirmedAt: string | null;
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
  /** changes with what agents are shown of it */
  version: string;
  importedAt: string;
}

/** one leaf, with the names of the service and the family it stands in */
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
  /** address of whoever has to approve */
  approver: string | null;
  dueHours: number | null;
  /** since when it is offered no more; tickets keep it */
  retiredAt: string | null;
}

/** the directory: written by people/import-directory */
export interface PersonTable {
  organisationId: string;
  email: string;
  fullName: string;
  /** Windows user name in lower case, with its domain where the directory gives one */
  userKey: string | null;
  phone: string | null;
  site: string | null;
  room: string | null;
  /** name and address as searches compare them */
  searchText: string;
}
