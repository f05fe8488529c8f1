// The routes of the staff: invitations, roles, deactivation, teams, and the one-time links of invitations and recoveries.

import type { Result } from '../../contract/result.ts';
import type { StaffMember } from '../../contract/staff.ts';
import type { Clock } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import { beginSession, originOf } from '../http/staff-session.ts';
import { readColleagues, setAbsence } from '../staff/absences.ts';
import type { Audit } from '../staff/audit.ts';
import type { Invitations } from '../staff/invitations.ts';
import type { ChangedMember, Members } from '../staff/members.ts';
import type { PasswordLinks } from '../staff/password-links.ts';
import type { Recoveries } from '../staff/recovery.ts';
import type { Teams } from '../staff/teams.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';

interface StaffRouteParts {
  invitations: Invitations;
  members: Members;
  recoveries: Recoveries;
  passwordLinks: PasswordLinks;
  teams: Teams;
  streams: EventStreams;
  announce: Announce;
  publicUrl: () => string;
  db: Database;
  clock: Clock;
  audit: Audit;
}

export function consoleStaffHandlers(parts: StaffRouteParts) {
  const { db, invitations, members, recoveries, passwordLinks, teams, streams, announce, publicUrl } = parts;

  function told<T>(result: Result<T>): T {
    const value = valueOrFail(result);
    announce.console('staff', null);
    return value;
  }

  async function changed(result: Result<ChangedMember>): Promise<StaffMember> {
    const { member, cutOff, ticketIds } = told(result);
    cutOff.forEach(streams.endSession);
    for (const id of ticketIds) await announceTicket(db, announce, id);
    return member;
  }

  return {
    listStaff: async ({ staff }) => members.list(staff),
    inviteStaff: async ({ staff, body }) => told(await invitations.invite(staff, body)),
    sendInvitationAgain: async ({ staff, params }) => told(await invitations.sendAgain(staff, params.id)),
    withdrawInvitation: async ({ staff, params }) => told(await invitations.withdraw(staff, params.id)),
    changeStaff: async ({ staff, params, body }) => changed(await members.change(staff, params.id, body)),
    deactivateStaff: async ({ staff, params }) => changed(await members.deactivate(staff, params.id)),
    reactivateStaff: async ({ staff, params }) => changed(await members.reactivate(staff, params.id)),
    setAbsenceOfStaff: async ({ staff, params, body }) =>
      told(await setAbsence(parts, staff, params.id, body.absence)),
    setOwnAbsence: async ({ staff, body }) => told(await setAbsence(parts, staff, staff.id, body.absence)),
    listColleagues: async ({ staff }) => readColleagues(db, parts.clock, staff.organisationIds),
    resetSecondFactor: async ({ staff, params, request }) =>
      changed(await members.resetSecondFactor(staff, params.id, originOf(request, publicUrl()))),
    endSessionsOfStaff: async ({ staff, params }) => {
      await changed(await members.endSessions(staff, params.id));
    },
    listTeams: async ({ staff }) => teams.list(staff.organisationIds),
    createTeam: async ({ staff, body }) => told(await teams.create(staff, body)),
    changeTeam: async ({ staff, params, body }) => told(await teams.change(staff, params.id, body)),
    dissolveTeam: async ({ staff, params }) => told(await teams.dissolve(staff, params.id)),
    readInvitation: {
      rates: ['linksOfAddress'],
      handle: async ({ body }) => valueOrFail(await invitations.read(body.token)),
    },
    acceptInvitation: {
      rates: ['linksOfAddress'],
      handle: async ({ body, request, reply }) => {
        const signedIn = told(await invitations.accept(body, originOf(request, publicUrl())));
        return beginSession(reply, signedIn, { streams, publicUrl: publicUrl() });
      },
    },
    requestPasswordLink: {
      rates: ['passwordLinksOfAddress'],
      handle: async ({ body }) => valueOrFail(passwordLinks.request(body)),
    },
    sendPasswordLink: async ({ staff, params, body }) =>
      valueOrFail(await passwordLinks.send(staff, params.id, body.language)),
    readPasswordLink: {
      rates: ['linksOfAddress'],
      handle: async ({ body }) => valueOrFail(await passwordLinks.read(body.token)),
    },
    usePasswordLink: {
      rates: ['linksOfAddress'],
      handle: async ({ body, request }) => {
        const ended = valueOrFail(await passwordLinks.use(body, originOf(request, publicUrl())));
        ended.forEach(streams.endSession);
      },
    },
    readRecovery: {
      rates: ['linksOfAddress'],
      handle: async ({ body }) => valueOrFail(await recoveries.read(body.token)),
    },
    recoverAdministrator: {
      rates: ['linksOfAddress'],
      handle: async ({ body, request, reply }) => {
        const { signedIn, ended } = told(await recoveries.recover(body, originOf(request, publicUrl())));
        ended.forEach(streams.endSession);
        return beginSession(reply, signedIn, { streams, publicUrl: publicUrl() });
      },
    },
  } satisfies Partial<Handlers>;
}
