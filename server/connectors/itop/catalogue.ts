// Reads iTop's catalogue for an organisation: what its customer contracts allow, from family to subcategory.

import { z } from 'zod';
import { Bilingual, TicketKind } from '../../../contract/primitives.ts';
import type { BackendService, OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { LEAF } from './create-ticket.ts';
import { oqlList } from './oql.ts';
import type { Query } from './rest.ts';
import { Id, type ItopParts } from './tickets.ts';

const Service = z.object({ id: Id, name: z.string(), servicefamily_name: z.string() });
const Subcategory = z.object({
  id: Id,
  name: z.string(),
  service_id: Id,
  request_type: TicketKind.catch('service_request'),
});

const PAGE = 500;

export async function readCatalogue(
  itop: ItopParts,
  organisationId: string,
): Promise<OperationResult<BackendService[]>> {
  const services = await getAll(itop, Service, {
    class: 'Service',
    key: `SELECT Service AS s JOIN lnkCustomerContractToService AS l ON l.service_id = s.id JOIN CustomerContract AS c ON l.customercontract_id = c.id WHERE c.org_id = ${organisationId} AND s.status = 'production'`,
    output_fields: 'id,name,servicefamily_name',
  });
  if (!services.ok) return services;
  if (services.value.length === 0) return done([]);
  const byId = new Map(services.value.map((service) => [service.id, service]));
  const leaves = await getAll(itop, Subcategory, {
    class: 'ServiceSubcategory',
    key: `SELECT ServiceSubcategory WHERE service_id IN ${oqlList([...byId.keys()])} AND status = 'production'`,
    output_fields: 'id,name,service_id,request_type',
  });
  if (!leaves.ok) return leaves;
  return done(leaves.value.flatMap((leaf) => leafOf(leaf, byId.get(leaf.service_id))));
}

/** Returns nothing for an entry that a catalogue cannot show, such as one without a name. */
function leafOf(
  { id, name, request_type }: z.infer<typeof Subcategory>,
  service: z.infer<typeof Service> | undefined,
): BackendService[] {
  if (!service) return [];
  const names = [service.servicefamily_name.trim() || service.name, service.name, name];
  const path = z.array(Bilingual).safeParse(names.map((one) => ({ en: one, fr: one })));
  return path.success ? [{ id: `${LEAF}${id}`, path: path.data, kind: request_type }] : [];
}

async function getAll<T>(
  { rest }: ItopParts,
  schema: z.ZodType<T>,
  query: Omit<Query, 'limit' | 'page'>,
): Promise<OperationResult<T[]>> {
  const all: T[] = [];
  for (let page = 1; ; page += 1) {
    const rows = await rest.get(schema, { ...query, limit: PAGE, page });
    if (!rows.ok) return rows;
    all.push(...rows.value);
    if (rows.value.length < PAGE) return done(all);
  }
}
