// Backends that administrators configure: their settings, and their secrets, which are sealed and never sent back.
import {
  type BackendSecrets,
  BackendSettings,
  type NewBackend,
  SecretName,
} from '../../contract/backends.ts';
import { parseJson } from '../../contract/json.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { isLinkLocal } from '../link-local.ts';
import type { Audit, AuditAct, AuditEntry } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { connectorKind } from './kind-of.ts';
import { mergeSecrets } from './merge-secrets.ts';
import type { SecretSeal } from './secrets.ts';

/** Id of this server's own desk. A migration makes its row, which is never removed. */
export const BUILT_IN = 'built-in';

export interface BackendStoreParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  seal: SecretSeal;
}

export interface StoredBackend extends Omit<Row<'backend'>, 'settings' | 'sealedSecrets' | 'cursor'> {
  /** null when this server cannot read them */
  settings: BackendSettings | null;
  /** null when they were sealed with another server's key */
  secrets: BackendSecrets | null;
}

/** A backend whose settings were just saved. */
export type SavedBackend = StoredBackend & { settings: BackendSettings };

type ReadParts = Pick<BackendStoreParts, 'db' | 'seal'>;

/** Returns every backend, the built-in desk first, then in the order they were added. */
export async function listBackends({ db, seal }: ReadParts): Promise<StoredBackend[]> {
  const rows = await db.selectFrom('backend').selectAll().orderBy('createdAt').orderBy('id').execute();
  const stored = rows.map((row) => storedOf(row, seal));
  return [...stored.filter(({ id }) => id === BUILT_IN), ...stored.filter(({ id }) => id !== BUILT_IN)];
}

/** Returns the backend, or null when there is none. */
export async function readBackend({ db, seal }: ReadParts, id: string): Promise<StoredBackend | null> {
  const row = await db.selectFrom('backend').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? storedOf(row, seal) : null;
}

/** Returns the names of the stored secrets; none where the secrets or the settings have to be entered again. */
export function storedSecretsOf({
  settings,
  secrets,
}: Pick<StoredBackend, 'settings' | 'secrets'>): SecretName[] {
  if (settings === null) return [];
  return SecretName.options.filter((name) => secrets?.[name] !== undefined);
}

/** Parses stored settings; null when this server cannot read them, for instance because another version wrote them. */
export function readSettings(stored: string): BackendSettings | null {
  return BackendSettings.safeParse(parseJson(stored)).data ?? null;
}

function storedOf(row: Row<'backend'>, seal: SecretSeal): StoredBackend {
  const { cursor: _, settings, sealedSecrets, ...rest } = row;
  return { ...rest, settings: readSettings(settings), secrets: seal.open(row.id, sealedSecrets) };
}

/**
 * Adds a backend; no route leads to it yet. Errors: invalid-request for a second built-in desk, backend-address-link-local,
 * and those of its kind.
 */
export async function addBackend(
  { db, clock, chance, audit, seal }: BackendStoreParts,
  staffId: string,
  { name, settings, secrets: entered }: NewBackend,
): Promise<Result<SavedBackend>> {
  if (settings.kind === BUILT_IN) return otherKind('there is one built-in desk');
  const checked = checkSettings(settings);
  if (!checked.ok) return checked;
  const id = chance.id();
  const merged = mergeSecrets({ settings, entered, stored: null });
  if (!merged.ok) return merged;
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('backend')
      .values({
        id,
        kind: settings.kind,
        name,
        settings: JSON.stringify(settings),
        sealedSecrets: seal.seal(id, merged.value),
        createdAt: instantFrom(clock),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(transaction, entryOf('add-backend', staffId, { id, name, settings, entered }));
    return ok({ ...storedOf(row, seal), settings });
  });
}

/**
 * Changes a backend; secrets that are left out stay. Errors: not-found, invalid-request for another kind (its tickets
 * could not follow), backend-secrets-needed when stored secrets would be sent to another address, backend-address-link-local,
 * and
 * those of its kind.
 */
export async function changeBackend(
  { db, audit, seal }: BackendStoreParts,
  staffId: string,
  id: string,
  { name, settings, secrets: entered }: NewBackend,
): Promise<Result<SavedBackend>> {
  return db.transaction().execute(async (transaction) => {
    const before = await readBackend({ db: transaction, seal }, id);
    if (!before) return err('not-found');
    if (before.kind !== settings.kind) return otherKind('the kind of a backend stays');
    const checked = checkSettings(settings);
    if (!checked.ok) return checked;
    const merged = mergeSecrets({ settings, entered, stored: before });
    if (!merged.ok) return merged;
    const row = await transaction
      .updateTable('backend')
      .set(({ eb }) => ({
        name,
        settings: JSON.stringify(settings),
        sealedSecrets: seal.seal(id, merged.value),
        revision: eb('revision', '+', 1),
        // the new settings may accept such items
        leftOut: null,
        leftOutAt: null,
      }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(transaction, entryOf('change-backend', staffId, { id, name, settings, entered }));
    return ok({ ...storedOf(row, seal), settings });
  });
}

/** Removes a backend. Errors: not-found, backend-in-use for the built-in desk and while a route or link refers to it. */
export async function removeBackend(
  { db, audit }: Pick<BackendStoreParts, 'db' | 'audit'>,
  staffId: string,
  id: string,
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('backend')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return err('not-found');
    if (id === BUILT_IN || (await isUsed(transaction, id))) return err('backend-in-use');
    await transaction.deleteFrom('backend').where('id', '=', id).execute();
    const subject = { kind: 'backend', id } as const;
    await audit(transaction, { staffId, act: 'remove-backend', subject, details: { name: row.name } });
    return ok(undefined);
  });
}

/** Deliveries need no check: each belongs to a link. */
async function isUsed(db: Database, id: string): Promise<boolean> {
  for (const table of ['route', 'link'] as const) {
    const row = await db
      .selectFrom(table)
      .select('backendId')
      .where('backendId', '=', id)
      .limit(1)
      .executeTakeFirst();
    if (row) return true;
  }
  return false;
}

function checkSettings(settings: BackendSettings): Result<void> {
  const { serversOf, checkSettings: checkKind } = connectorKind(settings.kind);
  const linkLocal = serversOf(settings).find(({ host }) => isLinkLocal(host));
  if (linkLocal) return err('backend-address-link-local', { name: linkLocal.host });
  return checkKind?.(settings) ?? ok(undefined);
}

/** The servers of a backend, for the audit. */
export function addressOf(settings: BackendSettings): string {
  const servers = connectorKind(settings.kind).serversOf(settings);
  return servers.map(({ host, port }) => `${host}:${port}`).join(' ');
}

function otherKind(message: string) {
  return err('invalid-request', { issues: [{ path: 'settings.kind', message }] });
}

interface AuditedBackend {
  id: string;
  name: string;
  settings: BackendSettings;
  entered: BackendSecrets;
}

function entryOf(
  act: AuditAct,
  staffId: string,
  { id, name, settings, entered }: AuditedBackend,
): AuditEntry {
  return {
    staffId,
    act,
    subject: { kind: 'backend', id },
    details: {
      name,
      kind: settings.kind,
      address: addressOf(settings),
      secrets: Object.keys(entered).join(','),
    },
  };
}
