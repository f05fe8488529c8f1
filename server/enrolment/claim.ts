// What a known agent claims to be, beside what was accepted. Its own secret proves that it is the same agent, no more.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ClaimedChange } from '../../contract/console.ts';
import { AgentIdentity } from '../../contract/enrolment.ts';

/** The part of an identity that gives rights. Host name and operating system are only shown. */
export const Claim = AgentIdentity.pick({ machineId: true, sid: true, userName: true, upn: true }).extend({
  organisationId: z.uuid(),
});
export type Claim = z.infer<typeof Claim>;

export function parseClaim(stored: string | null): Claim | null {
  return stored === null ? null : Claim.parse(JSON.parse(stored));
}

/**
 * Returns the claim of an identity, or null where it equals what was accepted. A missing UPN is no claim: Windows cannot
 * always tell it.
 */
export function claimOf(organisationId: string, identity: AgentIdentity, accepted: Claim): Claim | null {
  const { machineId, sid, userName } = identity;
  const claim = { machineId, sid, userName, upn: identity.upn ?? accepted.upn, organisationId };
  return isDeepStrictEqual(claim, { ...accepted }) ? null : claim;
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
