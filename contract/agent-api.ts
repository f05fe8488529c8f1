// The operations that an agent calls. Each agent calls for one Windows user.
import { z } from 'zod';
import {
  ConfirmRequest,
  EnrolRequest,
  EnrolResponse,
  Requester,
  SendTokenRequest,
  SendTokenResponse,
} from './enrolment.ts';
import { type HttpOperation, NoContent } from './operation.ts';
import { People, PeopleQuery } from './people.ts';
import { IdempotencyKey, Sha256 } from './primitives.ts';
import { BeginSignIn, BegunSignIn, FinishSignIn } from './sign-in.ts';
import { SyncRequest, SyncResponse } from './sync.ts';

/** The id of an upload is `<agentId>-<sha256>`: the agent that sends it, and its content. */
const UploadParams = z.object({ id: z.string() });
const tusBody = { mediaType: 'application/offset+octet-stream' } as const;

/** The operations, by name. */
export const AGENT_API = {
  enrolAgent: {
    method: 'POST',
    path: '/v1/enrolments',
    body: EnrolRequest,
    answer: EnrolResponse,
    caller: 'anyone',
    summary: 'Enrol an agent with the enrolment key of its organisation',
  },
  leaveComputer: {
    method: 'DELETE',
    path: '/v1/agent',
    answer: NoContent,
    caller: 'agent',
    summary: 'End the standing of this agent for good: its secret opens nothing any more',
  },
  sendConfirmationToken: {
    method: 'POST',
    path: '/v1/confirmations/tokens',
    body: SendTokenRequest,
    answer: SendTokenResponse,
    status: 202,
    caller: 'agent',
    summary: 'Mail a confirmation token to an address',
  },
  confirmAddress: {
    method: 'POST',
    path: '/v1/confirmations',
    body: ConfirmRequest,
    answer: Requester,
    caller: 'agent',
    summary: 'Confirm an address with the token that was mailed to it',
  },
  beginSignIn: {
    method: 'POST',
    path: '/v1/sign-ins',
    body: BeginSignIn,
    answer: BegunSignIn,
    caller: 'agent',
    summary: 'Begin a sign-in with the identity provider of the organisation',
  },
  finishSignIn: {
    method: 'POST',
    path: '/v1/sign-ins/answers',
    body: FinishSignIn,
    answer: Requester,
    caller: 'agent',
    summary:
      'Confirm the address that the identity provider names, with the code that it gave to the browser',
  },
  sync: {
    method: 'POST',
    path: '/v1/sync',
    body: SyncRequest,
    answer: SyncResponse,
    caller: 'agent',
    summary: 'Send commands, and read what changed since the cursor',
  },
  listenForSync: {
    method: 'GET',
    path: '/v1/events',
    answer: { mediaType: 'text/event-stream' },
    caller: 'agent',
    summary: 'Listen for `sync` events: each one says that a sync call is worth making',
  },
  findPeople: {
    method: 'GET',
    path: '/v1/people',
    query: PeopleQuery,
    answer: People,
    caller: 'confirmed-agent',
    summary: 'Find people of the organisation by parts of their name or address, twenty at most',
  },
  readTicketFile: {
    method: 'GET',
    path: '/v1/tickets/:id/attachments/:sha256',
    params: z.object({ id: IdempotencyKey, sha256: Sha256 }),
    answer: { mediaType: '*/*' },
    caller: 'active-agent',
    summary: 'Download a file of a ticket, named by its SHA-256',
  },
  beginUpload: {
    method: 'POST',
    path: '/v1/uploads',
    body: tusBody,
    answer: NoContent,
    status: 201,
    caller: 'confirmed-agent',
    summary: 'Begin an upload (tus 1.0): Upload-Length, and sha256 in Upload-Metadata',
  },
  readUploadOffset: {
    method: 'HEAD',
    path: '/v1/uploads/:id',
    params: UploadParams,
    answer: NoContent,
    status: 200,
    caller: 'agent',
    summary: 'Return how much of an upload has arrived (tus 1.0): Upload-Offset',
  },
  continueUpload: {
    method: 'PATCH',
    path: '/v1/uploads/:id',
    params: UploadParams,
    body: tusBody,
    answer: NoContent,
    caller: 'confirmed-agent',
    summary: 'Send the rest of an upload (tus 1.0), from Upload-Offset on',
  },
} as const satisfies Record<string, HttpOperation>;
export type AgentApi = typeof AGENT_API;
