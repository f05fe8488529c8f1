// The console's operations on organisations, devices with their agents, and the releases offered to agents.
import { z } from 'zod';
import {
  AdvanceActivation,
  ChangeAgentState,
  ChangedAgents,
  CreatedEnrolmentKey,
  DeviceRow,
  NewAdvanceActivation,
  NewOrganisation,
  Organisation,
} from './console.ts';
import { Nothing, type Operation } from './operation.ts';
import { NewRelease, Release, ReleaseFileName, ReleaseStage, Releases } from './releases.ts';

const OfId = z.object({ id: z.uuid() });

/** The operations, by name. */
export const CONSOLE_AGENTS_API = {
  listOrganisations: {
    method: 'GET',
    path: '/v1/console/organisations',
    answer: z.array(Organisation),
    askedBy: 'staff',
    summary: 'List the organisations',
  },
  createOrganisation: {
    method: 'POST',
    path: '/v1/console/organisations',
    body: NewOrganisation,
    answer: Organisation,
    askedBy: 'administrator',
    summary: 'Create an organisation',
  },
  createEnrolmentKey: {
    method: 'POST',
    path: '/v1/console/organisations/:id/enrolment-keys',
    params: OfId,
    answer: CreatedEnrolmentKey,
    askedBy: 'administrator',
    summary: 'Create an enrolment key; only this answer contains the key itself',
  },
  revokeEnrolmentKey: {
    method: 'DELETE',
    path: '/v1/console/organisations/:id/enrolment-keys/:keyId',
    params: OfId.extend({ keyId: z.uuid() }),
    answer: Nothing,
    askedBy: 'administrator',
    summary: 'Revoke an enrolment key',
  },
  addAdvanceActivation: {
    method: 'POST',
    path: '/v1/console/organisations/:id/advance-activations',
    params: OfId,
    body: NewAdvanceActivation,
    answer: AdvanceActivation,
    askedBy: 'administrator',
    summary: 'Add an advance activation',
  },
  removeAdvanceActivation: {
    method: 'DELETE',
    path: '/v1/console/organisations/:id/advance-activations/:activationId',
    params: OfId.extend({ activationId: z.uuid() }),
    answer: Nothing,
    askedBy: 'administrator',
    summary: 'Remove an advance activation',
  },
  listDevices: {
    method: 'GET',
    path: '/v1/console/devices',
    query: z.object({ organisationId: z.uuid().optional() }),
    answer: z.array(DeviceRow),
    askedBy: 'staff',
    summary: 'List the devices with their Windows users',
  },
  changeAgentState: {
    method: 'POST',
    path: '/v1/console/agents/state',
    body: ChangeAgentState,
    answer: ChangedAgents,
    askedBy: 'administrator',
    summary: 'Activate, suspend or retire some agents, or all of an organisation',
  },
  listReleases: {
    method: 'GET',
    path: '/v1/console/releases',
    answer: Releases,
    askedBy: 'administrator',
    summary: 'List the releases of the agent, the latest version first',
  },
  addRelease: {
    method: 'POST',
    path: '/v1/console/releases',
    body: NewRelease,
    answer: Release,
    askedBy: 'administrator',
    summary: 'Add a release from its channel file; it starts paused, and its files are uploaded next',
  },
  stageRelease: {
    method: 'PUT',
    path: '/v1/console/releases/:id/stage',
    params: OfId,
    body: ReleaseStage,
    answer: Release,
    askedBy: 'administrator',
    summary: 'Set who is offered a release: channel, share, organisations, paused or not',
  },
  removeRelease: {
    method: 'DELETE',
    path: '/v1/console/releases/:id',
    params: OfId,
    answer: Nothing,
    askedBy: 'administrator',
    summary: 'Remove a paused release with its files',
  },
  sendReleaseFile: {
    method: 'PUT',
    path: '/v1/console/releases/:id/files/:name',
    params: OfId.extend({ name: ReleaseFileName }),
    body: { mediaType: 'application/octet-stream' },
    answer: Nothing,
    askedBy: 'administrator',
    summary: 'Upload a file of a release as the raw body; it is stored only if its size and SHA-512 match',
  },
} as const satisfies Record<string, Operation>;
