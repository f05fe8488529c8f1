// Fills the database of a server that does not run with devices, people and tickets.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { fold } from '../../contract/fold.ts';
import { openStorage } from '../../server/storage/open.ts';

const ORGANISATIONS = 20;
const START = Date.parse('2026-01-05T06:00:00.000Z');
const MINUTE = 60_000;
const NOUNS = [
  'imprimante',
  'réseau',
  'planification',
  'mot de passe',
  'projecteur',
  'licence',
  'boîte',
  'scanneur',
];
const VERBS = [
  'ne répond pas',
  'affiche une erreur',
  'est lente',
  'a disparu',
  'demande un code',
  'clignote',
];
const NAMES = ['Élodie', 'Marc', 'Anne', 'Zoé', 'Jean', 'Luc', 'Inès', 'Paul'];
const FAMILIES = ['Tremblay', 'Gagnon', 'Côté', 'Bouchard', 'Gauthier', 'Morin', 'Lavoie', 'Fortin'];

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** One ticket in ten is open, as at a desk that keeps up. */
const statusOf = (index: number) => ['assigned', 'resolved', ...Array(8).fill('closed')][index % 10];

/** Writes them with a Windows user and a requester for each device. A server that starts on it indexes the tickets first. */
export async function seedDesk(folder: string, size: { tickets: number; devices: number }): Promise<void> {
  const opened = await openStorage({ dataDir: folder, databaseUrl: null });
  if (!opened.ok) throw new Error(opened.problem);
  await opened.storage.close();
  const db = new Database(join(folder, 'guichet.sqlite'));
  db.pragma('synchronous = OFF');
  const statements = new Map<string, Database.Statement>();
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const values = names.map((name) => `@${name}`).join(', ');
    const statement =
      statements.get(table) ?? db.prepare(`insert into ${table} (${names.join(', ')}) values (${values})`);
    statements.set(table, statement);
    statement.run(row);
  };
  db.transaction(() => {
    const organisations = Array.from({ length: ORGANISATIONS }, (_, index) => {
      const [id, name] = [v7(), `Organisation ${index}`];
      insert('organisation', { id, name, name_key: name, email_domains: '[]', created_at: instant(0) });
      return id;
    });
    const agents = Array.from({ length: size.devices }, (_, index) =>
      seedDevice(insert, pick(organisations, index), index),
    );
    for (let index = 0; index < size.tickets; index += 1)
      seedTicket(
        insert,
        agents[index % agents.length] ?? { id: '', requesterId: '', organisationId: '' },
        index,
      );
  })();
  db.close();
}

type Insert = (table: string, row: Record<string, unknown>) => void;
type Agent = { id: string; requesterId: string; organisationId: string };

const instant = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

function seedDevice(insert: Insert, organisationId: string, index: number): Agent {
  const [id, deviceId, requesterId, at] = [v7(), v7(), v7(), instant(0)];
  const hostname = `${pick(['LAB', 'DESK', 'LAPTOP'], index)}-${String(index).padStart(5, '0')}`;
  const fullName = `${pick(NAMES, index)} ${pick(FAMILIES, index >> 3)} ${index}`;
  const email = `person${index}@example.org`;
  const owner = { organisation_id: organisationId, created_at: at };
  insert('device', { id: deviceId, ...owner, machine_id: `m${index}`, hostname, host_key: fold(hostname) });
  const search = fold(`${fullName} ${email}`);
  insert('requester', { id: requesterId, ...owner, email, full_name: fullName, search_text: search });
  const userName = `EXAMPLE\\user${index}`;
  insert('agent', {
    id,
    device_id: deviceId,
    requester_id: requesterId,
    sid: `S-1-5-21-1-2-3-${index}`,
    user_name: userName,
    name_key: fold(userName),
    hostname,
    os: 'Windows 11',
    agent_version: '1.0.0',
    secret_hash: id,
    state: index % 100 === 0 ? 'waiting' : 'active',
    enrolled_at: at,
    accepted_at: at,
    last_seen_at: at,
  });
  return { id, requesterId, organisationId };
}

function seedTicket(insert: Insert, agent: Agent, index: number): void {
  const [id, at] = [v7({ msecs: START + index * MINUTE }), instant(index)];
  const title = `${pick(NOUNS, index)} ${pick(VERBS, index >> 3)} en salle ${index % 400}`;
  insert('ticket', {
    id,
    organisation_id: agent.organisationId,
    requester_id: agent.requesterId,
    agent_id: agent.id,
    kind: 'incident',
    title,
    description: `Depuis ce matin, ${title}. Le poste ${index % 977} a été redémarré deux fois, sans changement.`,
    status: statusOf(index),
    number: `R-${String(index).padStart(6, '0')}`,
    created_at: at,
    updated_at: at,
  });
  for (const [ordinal, body] of ['Nous regardons cela.', `Pièce ${index % 1000} commandée.`].entries())
    insert('comment', {
      id: v7(),
      ticket_id: id,
      ordinal: ordinal + 1,
      author: 'technician',
      author_name: 'A technician',
      body,
      internal: ordinal,
      created_at: at,
    });
}
