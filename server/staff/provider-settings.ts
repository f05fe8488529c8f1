// The identity provider with which staff sign in, as administrators set it. Its client secret is sealed and never sent back.
import { z } from 'zod';
import type { Staff } from '../../contract/console.ts';
import { parseJson } from '../../contract/json.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { NewStaffProvider, StaffProvider } from '../../contract/staff-provider.ts';
import type { ProviderClient } from '../oidc/provider.ts';
import type { TextSeal } from '../seal.ts';
import type { Database, Row } from '../storage/schema.ts';
import { asAdministrator } from './as-administrator.ts';
import type { Audit } from './audit.ts';

const SUBJECT = { kind: 'server', id: 'staff-provider' } as const;
/** whose secret it is, for the seal: no organisation has this id */
const OWNER = 'staff';

/** The provider with its secret. */
export type UsableProvider = ProviderClient & StaffProvider;

/** Errors of `save` and `remove`: administrator-only when the caller was demoted or deactivated meanwhile. */
export interface ProviderSettings {
  /** null: there is none */
  read(db: Database): Promise<StaffProvider | null>;
  /** Errors: not-found where there is none, sign-in-unavailable when the secret was sealed with another server's key. */
  use(db: Database): Promise<Result<UsableProvider>>;
  /**
   * Errors: backend-secrets-needed when a stored secret would go to another issuer, as whoever may change the issuer could
   * otherwise read it.
   */
  save(caller: Staff, settings: NewStaffProvider): Promise<Result<StaffProvider>>;
  /** Errors: not-found. */
  remove(caller: Staff): Promise<Result<void>>;
}

interface SettingsParts {
  db: Database;
  audit: Audit;
  /** seals client secrets, each for its owner */
  clientSecrets: TextSeal;
}

export function createProviderSettings({ db, audit, clientSecrets }: SettingsParts): ProviderSettings {
  const readRow = (database: Database) => database.selectFrom('staffProvider').selectAll().executeTakeFirst();
  return {
    async read(database) {
      const row = await readRow(database);
      return row ? providerOf(row) : null;
    },
    async use(database) {
      const row = await readRow(database);
      if (!row) return err('not-found');
      const clientSecret = row.sealedSecret === null ? null : clientSecrets.open(OWNER, row.sealedSecret);
      if (row.sealedSecret !== null && clientSecret === null) return err('sign-in-unavailable');
      return ok({ ...providerOf(row), clientSecret });
    },
    save: (caller, { clientSecret, administratorGroups, technicianGroups, ...settings }) =>
      asAdministrator(db, caller, async (transaction) => {
        const before = await readRow(transaction);
        const keeps = clientSecret === undefined && before !== undefined && before.sealedSecret !== null;
        if (keeps && before.issuer !== settings.issuer) return err('backend-secrets-needed');
        const kept = keeps ? before.sealedSecret : null;
        const row = {
          id: 1,
          ...settings,
          administratorGroups: JSON.stringify(administratorGroups),
          technicianGroups: JSON.stringify(technicianGroups),
          sealedSecret: clientSecret ? clientSecrets.seal(OWNER, clientSecret) : kept,
        };
        await transaction
          .insertInto('staffProvider')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
        const details = {
          ...settings,
          administratorGroups: administratorGroups.join(', '),
          technicianGroups: technicianGroups.join(', '),
          secretEntered: clientSecret !== undefined,
        };
        await audit(transaction, {
          staffId: caller.id,
          act: 'save-staff-provider',
          subject: SUBJECT,
          details,
        });
        return ok(providerOf(row));
      }),
    remove: (caller) =>
      asAdministrator(db, caller, async (transaction) => {
        const removed = await transaction.deleteFrom('staffProvider').returning('issuer').executeTakeFirst();
        if (!removed) return err('not-found');
        const act = 'remove-staff-provider';
        await audit(transaction, { staffId: caller.id, act, subject: SUBJECT, details: removed });
        return ok(undefined);
      }),
  };
}

const StoredGroups = z.array(z.string());

function providerOf({
  sealedSecret,
  administratorGroups,
  technicianGroups,
  ...row
}: Row<'staffProvider'>): StaffProvider {
  const { label, issuer, clientId, groupsClaim } = row;
  return {
    ...{ label, issuer, clientId, groupsClaim, hasSecret: sealedSecret !== null },
    administratorGroups: StoredGroups.parse(parseJson(administratorGroups)),
    technicianGroups: StoredGroups.parse(parseJson(technicianGroups)),
  };
}
