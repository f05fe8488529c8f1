// The contract suite's harness for a real iTop. All it creates belongs to people of its own domain, by which it is removed.
import { z } from 'zod';
import { ItopSettings } from '../../contract/itop-settings.ts';
import type { Connector, Person } from '../../server/connectors/connector.ts';
import { createItopConnector } from '../../server/connectors/itop/index.ts';
import type { Operation } from '../../server/storage/operation.ts';
import type { Harness } from '../connectors/harness.ts';
import type { ItopEnvironment } from './environment.ts';
import { actsOf, someTechnicians, type Technician } from './itop-acts.ts';
import { createItopDesk, type ItopDesk, type ItopObject, quoted } from './itop-desk.ts';
import { only, read, removeTicket, Text } from './itop-read.ts';
import { createLine, type Line, newDomain, removeOrReport } from './line.ts';

type ItopHarness = Harness & Required<Pick<Harness, 'reassigns'>>;

export async function openItop(environment: ItopEnvironment): Promise<ItopHarness> {
  const desk = createItopDesk(environment);
  const domain = newDomain();
  const known = await addPerson(desk, environment, `a.requester@${domain}`);
  const line = createLine(operationOf);
  const { connector, badConnector } = connectTo(environment, line);
  const technicians = await someTechnicians(desk);
  const person = await someoneWithAddress(desk);
  const all = () => ticketsOf(desk, environment, domain);
  const people = () => desk.find(`SELECT Person WHERE email LIKE '%@${domain}'`, 'id,email');

  return {
    connector,
    badConnector,
    cannot: cannotOf(environment, technicians),
    organisation: environment.ITOP_ORGANISATION,
    known,
    ...(person && { technician: person }),
    unknown: { email: `b.requester@${domain}`, fullName: 'Bruno Requester' },
    category: await someCategory(connector, environment),
    requesters: async () => (await people()).map(({ fields }) => Text.parse(fields.email)),
    spoilNext: line.spoilNext,
    goDown: line.goDown,
    tickets: async () => Promise.all((await all()).map((ticket) => read(desk, ticket))),
    ticket: async (ref) => read(desk, await only(desk, ref)),
    ...actsOf(desk, technicians),
    setClock: null,
    async close() {
      for (const ticket of await all())
        await removeOrReport(`the ticket ${ticket.id} of iTop`, () => removeTicket(desk, ticket));
      for (const { id } of await people())
        await removeOrReport(`the person ${id} of iTop`, () => desk.remove('Person', id));
      await connector.close();
    },
  };
}

async function addPerson(
  desk: ItopDesk,
  { ITOP_ORGANISATION }: ItopEnvironment,
  email: string,
): Promise<Person> {
  const query = `SELECT Organization WHERE name = ${quoted(ITOP_ORGANISATION)}`;
  const [organisation] = await desk.find(query, 'id');
  if (!organisation) throw new Error('iTop has no organisation of the name in ITOP_ORGANISATION');
  const name = { first_name: 'Alba', name: 'Requester' };
  await desk.create('Person', { org_id: organisation.id, ...name, email });
  return { email, fullName: 'Alba Requester' };
}

async function someCategory(
  connector: Connector,
  { ITOP_ORGANISATION }: ItopEnvironment,
): Promise<Harness['category']> {
  const catalogue = await connector.catalogue(ITOP_ORGANISATION);
  const leaf = catalogue.ok ? catalogue.value.find(({ kind }) => kind === 'incident') : undefined;
  return leaf ? { id: leaf.id, name: leaf.path.map(({ en }) => en).join(' > ') } : null;
}

/** The secrets of a backend for the iTop of the environment. */
export function secretsOf({ ITOP_PASSWORD, ITOP_TOKEN }: ItopEnvironment): Record<string, string> {
  return {
    ...(ITOP_PASSWORD && { password: ITOP_PASSWORD }),
    ...(ITOP_TOKEN && { token: ITOP_TOKEN }),
  };
}

function connectTo(environment: ItopEnvironment, line: Line) {
  const connect = (secrets: { password?: string; token?: string }) =>
    createItopConnector(settingsOf(environment), secrets, {
      fetch: line.fetch,
      now: () => new Date(),
      timeout: 60_000,
    });
  return {
    connector: connect(secretsOf(environment)),
    badConnector: connect({ password: 'not the password', token: 'not-the-token' }),
  };
}

function cannotOf(
  { ITOP_INCIDENT_CLASS }: ItopEnvironment,
  technicians: readonly Technician[],
): NonNullable<Harness['cannot']> {
  return {
    authors: 'iTop shows the account of the connector as the author of whatever the suite replies',
    ...(technicians.length > 0 ? {} : { moves: 'iTop has no team with a member to assign to' }),
    ...(ITOP_INCIDENT_CLASS === 'Incident' ? { approvals: 'an Incident has no approval' } : {}),
  };
}

async function ticketsOf(
  desk: ItopDesk,
  { ITOP_INCIDENT_CLASS }: ItopEnvironment,
  domain: string,
): Promise<ItopObject[]> {
  const found: ItopObject[] = [];
  for (const name of new Set(['UserRequest', ITOP_INCIDENT_CLASS])) {
    const where = `p.email LIKE '%@${domain}'`;
    const query = `SELECT ${name} AS t JOIN Person AS p ON t.caller_id = p.id WHERE ${where}`;
    found.push(...(await desk.find(query, '*')));
  }
  return found;
}

/** The settings of a backend for the iTop of the environment. */
export function settingsOf(environment: ItopEnvironment): ItopSettings {
  return ItopSettings.parse({
    kind: 'itop',
    url: environment.ITOP_URL,
    user: environment.ITOP_TOKEN ? null : environment.ITOP_USER,
    timeZone: environment.ITOP_TIME_ZONE,
    incidentClass: environment.ITOP_INCIDENT_CLASS,
  });
}

const Call = z.object({
  operation: z.string(),
  class: z.string().optional(),
  fields: z.record(z.string(), z.unknown()).default({}),
});

/** Returns the operation of a call that writes. */
async function operationOf(request: Request): Promise<Operation | null> {
  // a picture
  if (request.method !== 'POST') return null;
  const json = (await request.formData()).get('json_data');
  const text = typeof json === 'string' ? json : await json?.text();
  const call = Call.parse(JSON.parse(text ?? '{}'));
  switch (call.operation) {
    case 'core/create':
      if (call.class === 'Attachment') return 'add-attachment';
      return call.class === 'UserRequest' || call.class === 'Incident' ? 'create-ticket' : null;
    case 'core/apply_stimulus':
      return 'transition';
    case 'core/update':
      if ('user_satisfaction' in call.fields) return 'rate';
      return 'contacts_list' in call.fields ? 'add-contact' : 'add-comment';
    default:
      return null;
  }
}

/** A technician whom the connector finds by their address. */
async function someoneWithAddress(desk: ItopDesk): Promise<Person | null> {
  const query =
    "SELECT Person AS p JOIN lnkPersonToTeam AS l ON l.person_id = p.id WHERE p.status = 'active' AND p.email != ''";
  const [found] = await desk.find(query, 'email,friendlyname');
  if (!found) return null;
  return { email: Text.parse(found.fields.email), fullName: Text.parse(found.fields.friendlyname) };
}
