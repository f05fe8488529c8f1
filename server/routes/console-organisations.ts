// The routes of organisations, enrolment keys and advance activations: staff read them, administrators change them.
import { addAdvanceActivation, removeAdvanceActivation } from '../enrolment/advance-activations.ts';
import { createEnrolmentKey, revokeEnrolmentKey } from '../enrolment/enrolment-keys.ts';
import { listOrganisations } from '../enrolment/organisation-list.ts';
import { createOrganisation, type OrganisationParts } from '../enrolment/organisations.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';

export function consoleOrganisationHandlers(parts: OrganisationParts) {
  return {
    listOrganisations: async ({ staff }) => listOrganisations(parts.db, staff.organisationIds),
    createOrganisation: async ({ staff, body }) =>
      valueOrFail(await createOrganisation(parts, staff.id, body)),
    createEnrolmentKey: async ({ staff, params, body }) =>
      valueOrFail(await createEnrolmentKey(parts, staff.id, params.id, body)),
    revokeEnrolmentKey: async ({ staff, params: { id: organisationId, keyId } }) =>
      valueOrFail(await revokeEnrolmentKey(parts, staff.id, { organisationId, keyId })),
    addAdvanceActivation: async ({ staff, params, body }) =>
      valueOrFail(await addAdvanceActivation(parts, staff.id, params.id, body)),
    removeAdvanceActivation: async ({ staff, params: { id: organisationId, activationId } }) =>
      valueOrFail(await removeAdvanceActivation(parts, staff.id, { organisationId, activationId })),
  } satisfies Partial<Handlers>;
}
