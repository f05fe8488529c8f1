// Organisations, their enrolment keys and advance activations: read by staff, changed by administrators.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  AdvanceActivation,
  CreatedEnrolmentKey,
  NewAdvanceActivation,
  NewOrganisation,
  Organisation,
} from '../../contract/console.ts';
import {
  addAdvanceActivation,
  createEnrolmentKey,
  createOrganisation,
  listOrganisations,
  type OrganisationParts,
  removeAdvanceActivation,
  revokeEnrolmentKey,
} from '../enrolment/organisations.ts';
import { valueOrFail } from '../http/errors.ts';
import { requireAdministrator, staffOf } from '../http/staff-session.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

const OrganisationPath = z.object({ id: z.uuid() });
const KeyPath = OrganisationPath.extend({ keyId: z.uuid() });
const ActivationPath = OrganisationPath.extend({ activationId: z.uuid() });

export function consoleOrganisationRoutes(parts: OrganisationParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/organisations',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List the organisations',
          response: { 200: z.array(Organisation), ...FAILURES },
        },
      },
      async () => listOrganisations(parts.db),
    );
    await app.register(async (administration) => {
      administration.addHook('onRequest', requireAdministrator);
      await administration.register(organisationActs(parts));
      await administration.register(keyActs(parts));
      await administration.register(activationActs(parts));
    });
  };
}

function organisationActs(parts: OrganisationParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/organisations',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Make an organisation',
          body: NewOrganisation,
          response: { 200: Organisation, ...FAILURES },
        },
      },
      async (request) => valueOrFail(await createOrganisation(parts, staffOf(request).id, request.body)),
    );
  };
}

function keyActs(parts: OrganisationParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/organisations/:id/enrolment-keys',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Make an enrolment key; the key itself is in this answer only',
          params: OrganisationPath,
          response: { 200: CreatedEnrolmentKey, ...FAILURES },
        },
      },
      async (request) => valueOrFail(await createEnrolmentKey(parts, staffOf(request).id, request.params.id)),
    );

    app.delete(
      '/organisations/:id/enrolment-keys/:keyId',
      { schema: { ...BY_STAFF, summary: 'Revoke an enrolment key', params: KeyPath, response: NOTHING } },
      async (request, reply) => {
        const { id: organisationId, keyId } = request.params;
        valueOrFail(await revokeEnrolmentKey(parts, staffOf(request).id, { organisationId, keyId }));
        return reply.code(204).send();
      },
    );
  };
}

function activationActs(parts: OrganisationParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/organisations/:id/advance-activations',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Activate agents before they have called',
          params: OrganisationPath,
          body: NewAdvanceActivation,
          response: { 200: AdvanceActivation, ...FAILURES },
        },
      },
      async (request) =>
        valueOrFail(await addAdvanceActivation(parts, staffOf(request).id, request.params.id, request.body)),
    );

    app.delete(
      '/organisations/:id/advance-activations/:activationId',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Remove an advance activation',
          params: ActivationPath,
          response: NOTHING,
        },
      },
      async (request, reply) => {
        const { id: organisationId, activationId } = request.params;
        valueOrFail(
          await removeAdvanceActivation(parts, staffOf(request).id, { organisationId, activationId }),
        );
        return reply.code(204).send();
      },
    );
  };
}
