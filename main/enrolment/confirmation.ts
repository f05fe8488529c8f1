// Confirms the requester's address: requests a token by mail, and sends back what the user typed.
import {
  ConfirmRequest,
  type Requester,
  SendTokenRequest,
  type SendTokenResponse,
} from '../../contract/enrolment.ts';
import { FullName } from '../../contract/primitives.ts';
import { err, type Result } from '../../contract/result.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { PersonalSettingsStore } from '../settings/personal-settings.ts';
import { invalidRequest } from '../support/invalid-request.ts';

interface Parts {
  personal: PersonalSettingsStore;
  client: Pick<ServerClient, 'sendToken' | 'confirm'> | null;
  /** whether the server knows this agent */
  isEnrolled(): boolean;
}

const NamedTokenRequest = SendTokenRequest.extend({ fullName: FullName });

/**
 * Saves the name and the address first, whatever the server answers. Errors: `invalid-request` with the invalid fields,
 * `not-configured`, `server-unreachable`, and those of the server.
 */
export async function sendToken(
  typed: { fullName: string; email: string },
  parts: Parts,
): Promise<Result<SendTokenResponse>> {
  parts.personal.saveAddress(typed.fullName, typed.email);
  const request = NamedTokenRequest.safeParse({ ...typed, language: parts.personal.read().language });
  if (!request.success) return invalidRequest(request.error);
  const client = reachable(parts);
  const { email, language } = request.data;
  return client.ok ? client.value.sendToken({ email, language }) : client;
}

/** As `sendToken`; the server's errors about the token are `token-wrong` and the like. */
export async function confirm(
  typed: { fullName: string; email: string; token: string },
  parts: Parts,
): Promise<Result<Requester>> {
  parts.personal.saveAddress(typed.fullName, typed.email);
  const request = ConfirmRequest.safeParse(typed);
  if (!request.success) return invalidRequest(request.error);
  const client = reachable(parts);
  return client.ok ? client.value.confirm(request.data) : client;
}

function reachable({ client, isEnrolled }: Parts): Result<NonNullable<Parts['client']>> {
  if (!client) return err('not-configured');
  return isEnrolled() ? { ok: true, value: client } : err('server-unreachable');
}
