// The rules by which teams take new tickets, as they are stored.
import type { StaffScope } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { IntakeRule } from '../../contract/teams.ts';
import type { Database } from '../storage/schema.ts';
import { isGrantable, reaches } from './scope.ts';

/** Whoever calls holds the administrators: no other rule is written meanwhile. Errors: intake-rule-taken, not-found. */
export async function checkRules(
  transaction: Database,
  teamId: string | null,
  rules: readonly IntakeRule[],
): Promise<Result<void>> {
  const organisationIds = [...new Set(rules.flatMap(({ organisationId }) => organisationId ?? []))];
  if (organisationIds.length > 0 && !(await isGrantable(transaction, null, organisationIds)))
    return err('not-found');
  const others = await transaction
    .selectFrom('teamRule')
    .innerJoin('team', 'team.id', 'teamRule.teamId')
    .select(['team.id', 'team.name', 'organisationId', 'entryId'])
    .execute();
  const taken = others.find(
    ({ id, ...other }) => id !== teamId && rules.some((rule) => isSameRule(rule, other)),
  );
  return taken ? err('intake-rule-taken', { name: taken.name }) : ok(undefined);
}

function isSameRule(one: IntakeRule, other: IntakeRule): boolean {
  return one.organisationId === other.organisationId && one.entryId === other.entryId;
}

/** Replaces the rules of a team. */
export async function writeRules(
  transaction: Database,
  teamId: string,
  rules: readonly IntakeRule[],
): Promise<void> {
  await transaction.deleteFrom('teamRule').where('teamId', '=', teamId).execute();
  const different = rules.filter((rule, index) => rules.findIndex((one) => isSameRule(one, rule)) === index);
  if (different.length === 0) return;
  const rows = different.map((rule, position) => ({ teamId, position, ...rule }));
  await transaction.insertInto('teamRule').values(rows).execute();
}

/** Reads the rules that somebody of the scope sees. Returns a function that gives those of a team. */
export async function readRules(db: Database, scope: StaffScope): Promise<(teamId: string) => IntakeRule[]> {
  const rows = await db.selectFrom('teamRule').selectAll().orderBy('position').execute();
  const seen = rows.filter(({ organisationId }) => organisationId === null || reaches(scope, organisationId));
  return (teamId) =>
    seen
      .filter((rule) => rule.teamId === teamId)
      .map(({ organisationId, entryId }) => ({ organisationId, entryId }));
}
