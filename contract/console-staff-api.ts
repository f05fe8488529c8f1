// The console's operations on the people of the help desk, and on the one-time links by which they come in.
import { z } from 'zod';
import { SignedInStaff } from './account.ts';
import { type HttpOperation, NoContent } from './operation.ts';
import {
  Invitation,
  LinkQuery,
  LinkUse,
  NewInvitation,
  Recovery,
  StaffChange,
  StaffMember,
} from './staff.ts';

const IdParams = z.object({ id: z.uuid() });

/** The operations, by name. */
export const CONSOLE_STAFF_API = {
  listStaff: {
    method: 'GET',
    path: '/v1/console/staff',
    answer: z.array(StaffMember),
    caller: 'administrator',
    summary: 'List the staff and those who are invited to it, by name',
  },
  inviteStaff: {
    method: 'POST',
    path: '/v1/console/invitations',
    body: NewInvitation,
    answer: StaffMember,
    caller: 'administrator',
    summary: 'Invite somebody to the staff by mail',
  },
  sendInvitationAgain: {
    method: 'POST',
    path: '/v1/console/invitations/:id/mails',
    params: IdParams,
    answer: StaffMember,
    caller: 'administrator',
    summary: 'Mail a new link to somebody invited; the former one no longer works',
  },
  withdrawInvitation: {
    method: 'DELETE',
    path: '/v1/console/invitations/:id',
    params: IdParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Withdraw an invitation',
  },
  changeStaff: {
    method: 'PUT',
    path: '/v1/console/staff/:id',
    params: IdParams,
    body: StaffChange,
    answer: StaffMember,
    caller: 'administrator',
    summary: 'Change the name of a member of staff, and the role of another one than oneself',
  },
  deactivateStaff: {
    method: 'PUT',
    path: '/v1/console/staff/:id/deactivation',
    params: IdParams,
    answer: StaffMember,
    caller: 'administrator',
    summary: 'Deactivate another member of staff, which ends their sessions',
  },
  reactivateStaff: {
    method: 'DELETE',
    path: '/v1/console/staff/:id/deactivation',
    params: IdParams,
    answer: StaffMember,
    status: 200,
    caller: 'administrator',
    summary: 'Let a deactivated member of staff sign in again',
  },
  resetSecondFactor: {
    method: 'DELETE',
    path: '/v1/console/staff/:id/second-factor',
    params: IdParams,
    answer: StaffMember,
    status: 200,
    caller: 'administrator',
    summary: 'Remove the second factor of another member of staff, who has to set up a new one',
  },
  endSessionsOfStaff: {
    method: 'DELETE',
    path: '/v1/console/staff/:id/sessions',
    params: IdParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'End all sessions of another member of staff',
  },
  readInvitation: {
    method: 'POST',
    path: '/v1/console/invitation',
    body: LinkQuery,
    answer: Invitation,
    caller: 'anyone',
    summary: 'Return what the link of an invitation is for',
  },
  acceptInvitation: {
    method: 'POST',
    path: '/v1/console/invitation/acceptance',
    body: LinkUse,
    answer: SignedInStaff,
    caller: 'anyone',
    summary: 'Accept an invitation with a password, and sign in',
  },
  readRecovery: {
    method: 'POST',
    path: '/v1/console/recovery',
    body: LinkQuery,
    answer: Recovery,
    caller: 'anyone',
    summary: 'Return whose account a recovery link is for',
  },
  recoverAdministrator: {
    method: 'POST',
    path: '/v1/console/recovery/completion',
    body: LinkUse,
    answer: SignedInStaff,
    caller: 'anyone',
    summary: 'Choose a new password with a recovery link, which removes the second factor, and sign in',
  },
} as const satisfies Record<string, HttpOperation>;
