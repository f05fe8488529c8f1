// Tests the connection and each right it needs, with calls whose content iTop must refuse: they leave no trace.
import { z } from 'zod';
import type { Reason } from '../../../contract/primitives.ts';
import { MINUTE } from '../../clock.ts';
import type { Check } from '../connector.ts';
import { oqlList, oqlString } from './oql.ts';
import { failureOf, lacksClass, lacksRight, type Refusal } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { COMMENT, classesOf, type ItopParts } from './tickets.ts';
import { earliestLocal, isTimeZone } from './times.ts';

/** Tolerated error of a clock, in milliseconds. */
const A_WHILE = 20 * MINUTE;
/** iTop's standard profiles that may write objects of these classes. */
const PROFILES: Record<string, string> = {
  UserRequest: 'Service Desk Agent',
  Incident: 'Service Desk Agent',
  Attachment: 'Service Desk Agent',
  Person: 'Configuration Manager',
};
/** No class has this field: iTop checks the rights first, and then refuses the field. */
const NO_SUCH_FIELD = { guichet_asks_for_its_rights: '' };

export async function check(itop: ItopParts): Promise<Check[]> {
  const signIn = await itop.rest.ask({ operation: 'list_operations' });
  if (!signIn.ok && signIn.failure.kind !== 'refused' && signIn.failure.kind !== 'barred')
    return [{ name: 'reachable', problem: signIn.failure.reason }];
  const checks: Check[] = [{ name: 'reachable', problem: null }];
  const problem = !signIn.ok
    ? signIn.failure.reason
    : signIn.value.isDone
      ? null
      : failureOf(signIn.value).failure.reason;
  checks.push({ name: 'sign-in', problem });
  if (problem !== null) return checks;
  const rest: [Check['name'], (parts: ItopParts) => Promise<Reason | null>][] = [
    ['read-tickets', whyNotRead],
    ['write-tickets', whyNotWrite],
    ['attachments', whyNotAttach],
    ['organisations', whyNotOrganisations],
  ];
  for (const [name, ask] of rest) checks.push({ name, problem: await ask(itop) });
  return checks;
}

async function whyNotRead(itop: ItopParts): Promise<Reason | null> {
  const { timeZone } = itop.settings;
  if (!isTimeZone(timeZone)) return REASONS.noTimeZone(timeZone);
  const read = [...classesOf(itop.settings), 'Person', 'Attachment', 'Service', 'ServiceSubcategory'];
  for (const className of read) {
    const query = { operation: 'core/get', class: className, key: '0', output_fields: 'id', limit: 1 };
    const outcome = await itop.rest.ask(query);
    if (!outcome.ok) return outcome.failure.reason;
    if (!outcome.value.isDone) return REASONS.notRead(className, refusalReason(outcome.value, className));
  }
  return whyNotItsZone(itop);
}

/** Returns iTop's message, or advice where the cause is known. */
function refusalReason(refusal: Refusal, className: string): Reason {
  return lacksClass(refusal) && className === 'Incident'
    ? REASONS.noIncidentClass
    : failureOf(refusal).failure.reason;
}

/** A ticket dated after now shows that iTop's zone is east of the one set; a zone west of it cannot be detected. */
async function whyNotItsZone({ rest, settings }: ItopParts): Promise<Reason | null> {
  const later = new Date(rest.now().getTime() + A_WHILE);
  const bound = oqlString(earliestLocal(settings.timeZone, later, later));
  for (const ticketClass of classesOf(settings)) {
    const key = `SELECT ${ticketClass} WHERE last_update >= ${bound}`;
    const rows = await rest.get(Ticket, { class: ticketClass, key, output_fields: 'ref', limit: 1 });
    if (!rows.ok) return rows.failure.reason;
    const [row] = rows.value;
    if (row) return REASONS.otherTimeZone(row.ref, settings.timeZone);
  }
  return null;
}

async function whyNotWrite(itop: ItopParts): Promise<Reason | null> {
  for (const className of [...classesOf(itop.settings), 'Person']) {
    const why = await whyNotAllowed(itop, 'core/create', className, { fields: NO_SUCH_FIELD });
    if (why) return REASONS.notMade(className, why);
  }
  for (const className of classesOf(itop.settings)) {
    const change = { key: '0', stimulus: 'ev_close', fields: {} };
    const why = await whyNotAllowed(itop, 'core/apply_stimulus', className, change);
    if (why) return REASONS.notChanged(className, why);
  }
  return whyNoIncidents(itop);
}

/** With the ITIL modules UserRequest accepts service requests only and refuses incidents. */
async function whyNoIncidents({ rest, settings }: ItopParts): Promise<Reason | null> {
  if (settings.incidentClass === 'Incident') return null;
  const query = { operation: 'core/get', class: 'Incident', key: '0', output_fields: 'id', limit: 1 };
  const outcome = await rest.ask(query);
  const hasIncidents = outcome.ok && outcome.value.isDone;
  return hasIncidents ? REASONS.incidentsApart : null;
}

async function whyNotAttach(itop: ItopParts): Promise<Reason | null> {
  const why = await whyNotAllowed(itop, 'core/create', 'Attachment', { fields: NO_SUCH_FIELD });
  return why && REASONS.notAttached(why);
}

/** Returns null where iTop refused for another reason than a missing right. */
async function whyNotAllowed(
  { rest }: ItopParts,
  operation: string,
  className: string,
  more: Record<string, unknown>,
): Promise<Reason | null> {
  const call = { operation, class: className, comment: COMMENT, output_fields: 'id' };
  const outcome = await rest.ask({ ...call, ...more });
  if (!outcome.ok) return outcome.failure.reason;
  if (outcome.value.isDone) return null;
  if (lacksClass(outcome.value)) return refusalReason(outcome.value, className);
  if (!lacksRight(outcome.value)) return null;
  return REASONS.profileGivesIt(refusalReason(outcome.value, className), PROFILES[className] ?? '');
}

const Ticket = z.object({ ref: z.string() });
const Organisation = z.object({ name: z.string() });

async function whyNotOrganisations({ rest, settings }: ItopParts): Promise<Reason | null> {
  const wanted = [...new Set(Object.values(settings.organisations))];
  const key =
    wanted.length > 0 ? `SELECT Organization WHERE name IN ${oqlList(wanted)}` : 'SELECT Organization';
  const limit = Math.max(1, wanted.length * 2);
  const rows = await rest.get(Organisation, { class: 'Organization', key, output_fields: 'name', limit });
  if (!rows.ok) return REASONS.organisationsNotRead(rows.failure.reason);
  const there = new Set(rows.value.map(({ name }) => name.toLowerCase()));
  const missing = wanted.filter((name) => !there.has(name.toLowerCase()));
  if (missing.length > 0) return REASONS.organisationsMissing(missing.join(', '));
  return there.size > 0 ? null : REASONS.noOrganisations;
}
