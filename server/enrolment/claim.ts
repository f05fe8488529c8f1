// What a known agent claims to be, beside what was accepted. Its own secret proves that it is the same agent, no more.
import { z } from 'zod';
import type { ClaimedChange } from '../../contract/console.ts';
import { AgentIdentity } from '../../contract/enrolment.ts';
import { sameName } from '../people/windows-names.ts';

/** The part of an identity that gives rights. Host name and operating system are only shown. */
export const Claim = AgentIdentity.pick({ machineId: true, sid: true, userName: true, upn: true }).extend({
  organisationId: z.uuid(),
});
export type Claim = z.infer<typeof Claim>;

export function parseClaim(stored: string | null): Claim | null {
  return stored === null ? null : Claim.parse(JSON.parse(stored));
}

/** What Windows writes in one case or another, for the same thing. */
const NAMES = ['machineId', 'sid', 'userName'] as const;

/**
 * Returns the claim of an identity, or null where Windows takes it for what was accepted. Windows cannot always tell the UPN:
 * a missing one is no claim, and neither is one where none was accepted. It is not accepted then either.
 */
export function claimOf(organisationId: string, identity: AgentIdentity, accepted: Claim): Claim | null {
  const { machineId, sid, userName, upn } = identity;
  const isSame =
    organisationId === accepted.organisationId &&
    NAMES.every((name) => sameName(identity[name], accepted[name])) &&
    (upn === null || accepted.upn === null || sameName(upn, accepted.upn));
  return isSame ? null : { machineId, sid, userName, upn: upn ?? accepted.upn, organisationId };
}

/** Returns what differs. `nameOf` names an organisation. */
export function changesOf(
  accepted: Claim,
  claim: Claim,
  nameOf: (organisationId: string) => string,
): ClaimedChange[] {
  const changes: ClaimedChange[] = [
    { what: 'organisation', from: nameOf(accepted.organisationId), to: nameOf(claim.organisationId) },
    ...(['machineId', 'sid', 'userName', 'upn'] as const).map((what) => ({
      what,
      from: accepted[what],
      to: claim[what],
    })),
  ];
  return changes.filter(({ from, to }) => from !== to);
}
