// A valid request for each operation on the people of the staff.
import { v7 } from 'uuid';
import type { CONSOLE_STAFF_API } from '../../../../contract/console-staff-api.ts';
import {
  insertInvitation,
  insertPasswordLink,
  insertRecoveryLink,
  insertSecondFactor,
  insertStaff,
  insertTeam,
} from '../../../fakes/server/staff.ts';
import { PASSWORD } from '../../../fakes/server/test-server.ts';
import type { Role } from './matrix.ts';
import type { Builder } from './request.ts';
import type { Stage } from './stage.ts';

/** Somebody new of the staff. */
function newMember({ desk }: Stage, role: 'technician' | 'administrator' = 'technician'): Promise<string> {
  return insertStaff(desk, { email: `${v7()}@contoso.example`, fullName: 'Somebody new', role });
}

/** Somebody new who works for the other organisation. */
function newElsewhere({ desk, fabrikam }: Stage): Promise<string> {
  const person = {
    email: `${v7()}@contoso.example`,
    fullName: 'Somebody elsewhere',
    role: 'technician',
  } as const;
  return insertStaff(desk, { ...person, organisationIds: [fabrikam] });
}

/** The own account, where the caller is an administrator. */
async function own(
  { desk, elsewhere }: Stage,
  role: Role = 'administrator',
): Promise<{ params: { id: string } }> {
  if (role === 'limited') return { params: { id: elsewhere.limited.id } };
  const [row] = await desk.rows("SELECT id FROM staff WHERE email = 'admin@contoso.example'");
  return { params: { id: String(row?.id) } };
}

async function newInvitation(stage: Stage): Promise<{ id: string; token: string }> {
  const { params: inviter } = await own(stage);
  return insertInvitation(stage.desk, `${v7()}@contoso.example`, inviter.id);
}

async function withSecondFactor(stage: Stage): Promise<string> {
  const id = await newMember(stage);
  await insertSecondFactor(stage.desk, id);
  return id;
}

async function recoveryToken(stage: Stage): Promise<string> {
  return insertRecoveryLink(stage.desk, await newMember(stage, 'administrator'));
}

async function passwordToken(stage: Stage): Promise<string> {
  return insertPasswordLink(stage.desk, await newMember(stage));
}

/** An operation without a request here does not compile. */
export const MEMBER_REQUESTS: { readonly [N in keyof typeof CONSOLE_STAFF_API]: Builder<N> } = {
  listStaff: () => ({}),
  inviteStaff: () => ({
    body: {
      ...{ email: `${v7()}@contoso.example`, fullName: 'Somebody invited' },
      ...{ role: 'technician', organisationIds: null, language: 'en' },
    },
  }),
  sendInvitationAgain: async (stage) => ({ params: { id: (await newInvitation(stage)).id } }),
  withdrawInvitation: async (stage) => ({ params: { id: (await newInvitation(stage)).id } }),
  changeStaff: async (stage) => ({
    params: { id: await newMember(stage) },
    body: { fullName: 'Somebody renamed', role: 'administrator', organisationIds: null },
  }),
  setAbsenceOfStaff: async (stage) => ({ params: { id: await newMember(stage) }, body: { absence: null } }),
  setOwnAbsence: () => ({ body: { absence: null } }),
  listColleagues: () => ({}),
  deactivateStaff: async (stage) => ({ params: { id: await newMember(stage) } }),
  reactivateStaff: async (stage) => ({ params: { id: await newMember(stage) } }),
  resetSecondFactor: async (stage) => ({ params: { id: await withSecondFactor(stage) } }),
  endSessionsOfStaff: async (stage) => ({ params: { id: await newMember(stage) } }),
  readStaffProvider: () => ({}),
  saveStaffProvider: () => ({
    body: {
      ...{ label: 'Sign in with Contoso', issuer: 'https://id.contoso.example', clientId: 'guichet' },
      ...{ groupsClaim: 'groups', administratorGroups: [], technicianGroups: ['desk'] },
    },
  }),
  removeStaffProvider: async ({ desk }) => {
    await desk.alter('DELETE FROM staff_provider');
    return {};
  },
  listTeams: () => ({}),
  createTeam: () => ({ body: { name: v7(), assigning: 'nobody', memberIds: [] } }),
  changeTeam: async (stage) => ({
    params: { id: await insertTeam(stage.desk, v7(), []) },
    body: { name: v7(), assigning: 'least-load', memberIds: [await newMember(stage)] },
  }),
  dissolveTeam: async (stage) => ({ params: { id: await insertTeam(stage.desk, v7(), []) } }),
  readInvitation: async (stage) => ({ body: { token: (await newInvitation(stage)).token } }),
  acceptInvitation: async (stage) => ({
    body: { token: (await newInvitation(stage)).token, password: PASSWORD },
  }),
  requestPasswordLink: () => ({ body: { email: `${v7()}@contoso.example`, language: 'en' } }),
  sendPasswordLink: async (stage) => ({
    params: { id: await newMember(stage) },
    body: { language: 'en' },
  }),
  readPasswordLink: async (stage) => ({ body: { token: await passwordToken(stage) } }),
  usePasswordLink: async (stage) => ({ body: { token: await passwordToken(stage), password: PASSWORD } }),
  readRecovery: async (stage) => ({ body: { token: await recoveryToken(stage) } }),
  recoverAdministrator: async (stage) => ({
    body: { token: await recoveryToken(stage), password: PASSWORD },
  }),
};

/** The rows of an operation on oneself or on somebody of the other organisation, by the name of the row. */
export const OTHER_MEMBER_REQUESTS = {
  'inviteStaff/elsewhere': ({ fabrikam }) => ({
    body: {
      ...{ email: `${v7()}@contoso.example`, fullName: 'Somebody invited' },
      ...{ role: 'technician', organisationIds: [fabrikam], language: 'en' },
    },
  }),
  'changeStaff/elsewhere': async (stage) => ({
    params: { id: await newElsewhere(stage) },
    body: { fullName: 'Renamed', role: 'administrator', organisationIds: [stage.fabrikam] },
  }),
  'changeStaff/to-more': async (stage) => ({
    params: { id: await newElsewhere(stage) },
    body: { fullName: 'Renamed', role: 'technician', organisationIds: [stage.fabrikam, stage.contoso] },
  }),
  'changeStaff/oneself': async (stage, role) => ({
    ...(await own(stage, role)),
    body: { fullName: 'Desk administrator', role: 'technician', organisationIds: [stage.fabrikam] },
  }),
  'deactivateStaff/oneself': own,
  'resetSecondFactor/oneself': own,
} satisfies Record<string, Builder<'inviteStaff'> | Builder<'changeStaff'> | Builder<'deactivateStaff'>>;
