// The console's operations on organisations, devices with their agents, and the releases offered to agents.
import { z } from 'zod';
import {
  AdvanceActivation,
  ChangeAgentState,
  ChangedAgents,
  CreatedEnrolmentKey,
  DeviceRow,
  NewAdvanceActivation,
  NewEnrolmentKey,
  NewOrganisation,
  Organisation,
} from './console.ts';
import { type HttpOperation, NoContent } from './operation.ts';
import { NewRelease, Release, ReleaseFileName, ReleaseStage, Releases } from './releases.ts';
import { NewSignIn, SignIn, SignInCheck, SignInToTest } from './sign-in.ts';

const IdParams = z.object({ id: z.uuid() });

/** The operations, by name. */
export const CONSOLE_AGENTS_API = {
  listOrganisations: {
    method: 'GET',
    path: '/v1/console/organisations',
    answer: z.array(Organisation),
    caller: 'staff',
    summary: 'List the organisations',
  },
  createOrganisation: {
    method: 'POST',
    path: '/v1/console/organisations',
    body: NewOrganisation,
    answer: Organisation,
    caller: 'administrator',
    summary: 'Create an organisation',
  },
  createEnrolmentKey: {
    method: 'POST',
    path: '/v1/console/organisations/:id/enrolment-keys',
    params: IdParams,
    body: NewEnrolmentKey,
    answer: CreatedEnrolmentKey,
    caller: 'administrator',
    summary: 'Create an enrolment key; only this answer contains the key itself',
  },
  revokeEnrolmentKey: {
    method: 'DELETE',
    path: '/v1/console/organisations/:id/enrolment-keys/:keyId',
    params: IdParams.extend({ keyId: z.uuid() }),
    answer: NoContent,
    caller: 'administrator',
    summary: 'Revoke an enrolment key',
  },
  addAdvanceActivation: {
    method: 'POST',
    path: '/v1/console/organisations/:id/advance-activations',
    params: IdParams,
    body: NewAdvanceActivation,
    answer: AdvanceActivation,
    caller: 'administrator',
    summary: 'Add an advance activation',
  },
  removeAdvanceActivation: {
    method: 'DELETE',
    path: '/v1/console/organisations/:id/advance-activations/:activationId',
    params: IdParams.extend({ activationId: z.uuid() }),
    answer: NoContent,
    caller: 'administrator',
    summary: 'Remove an advance activation',
  },
  saveSignIn: {
    method: 'PUT',
    path: '/v1/console/organisations/:id/sign-in',
    params: IdParams,
    body: NewSignIn,
    answer: SignIn,
    caller: 'administrator',
    summary: 'Let the people of an organisation confirm their address with its identity provider',
  },
  removeSignIn: {
    method: 'DELETE',
    path: '/v1/console/organisations/:id/sign-in',
    params: IdParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Return an organisation to mailed tokens',
  },
  testSignIn: {
    method: 'POST',
    path: '/v1/console/sign-in-tests',
    body: SignInToTest,
    answer: z.array(SignInCheck),
    caller: 'administrator',
    summary: 'Read the discovery document of an identity provider, and say what is wrong with it',
  },
  listDevices: {
    method: 'GET',
    path: '/v1/console/devices',
    query: z.object({ organisationId: z.uuid().optional() }),
    answer: z.array(DeviceRow),
    caller: 'staff',
    summary: 'List the devices with their Windows users',
  },
  changeAgentState: {
    method: 'POST',
    path: '/v1/console/agents/state',
    body: ChangeAgentState,
    answer: ChangedAgents,
    caller: 'administrator',
    summary:
      'Activate, suspend or retire some agents or all of an organisation, accept their host names, or have them delete their data',
  },
  listReleases: {
    method: 'GET',
    path: '/v1/console/releases',
    answer: Releases,
    caller: 'administrator',
    summary: 'List the releases of the agent, the latest version first',
  },
  addRelease: {
    method: 'POST',
    path: '/v1/console/releases',
    body: NewRelease,
    answer: Release,
    caller: 'administrator',
    summary: 'Add a release from its channel file; it starts paused, and its files are uploaded next',
  },
  stageRelease: {
    method: 'PUT',
    path: '/v1/console/releases/:id/stage',
    params: IdParams,
    body: ReleaseStage,
    answer: Release,
    caller: 'administrator',
    summary: 'Set who is offered a release: channel, share, organisations, paused or not',
  },
  removeRelease: {
    method: 'DELETE',
    path: '/v1/console/releases/:id',
    params: IdParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Remove a paused release with its files',
  },
  sendReleaseFile: {
    method: 'PUT',
    path: '/v1/console/releases/:id/files/:name',
    params: IdParams.extend({ name: ReleaseFileName }),
    body: { mediaType: 'application/octet-stream' },
    answer: NoContent,
    caller: 'administrator',
    summary: 'Upload a file of a release as the raw body; it is stored only if its size and SHA-512 match',
  },
} as const satisfies Record<string, HttpOperation>;
