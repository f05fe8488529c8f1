// The form of a backend: every field holds what was typed until all of them are valid.
import { type ListedBackend, NewBackend, SecretName } from '../../contract/backends.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Parsed } from '../ui/use-form.ts';
import { areRowsWrong, mapOf } from './fields/rows.ts';
import { ADDED_KINDS, kindForm } from './kind-of.ts';
import { type AddedKind, FIRST_KIND, type KindFields } from './kinds.ts';

/** Holds the fields of every kind, so that switching the kind and back keeps what was typed. */
export interface BackendForm {
  name: string;
  kind: AddedKind;
  fields: KindFields;
  /** empty: the stored secret is unchanged */
  secrets: Record<SecretName, string>;
}

/** The form of a new backend; `language` is the administrator's. */
export function blankForm(language: Language = 'en'): BackendForm {
  return {
    name: '',
    kind: FIRST_KIND,
    fields: blankFields(language),
    secrets: recordOf(SecretName.options, () => ''),
  };
}

function blankFields(language: Language): KindFields {
  const blanks = recordOf<AddedKind, unknown>(ADDED_KINDS, (kind) => kindForm(kind).blank(language));
  // each value is the blank form of its own kind
  return blanks as KindFields;
}

function recordOf<N extends string, T>(names: readonly N[], of: (name: N) => T): Record<N, T> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<N, T>;
}

/** The form of an existing backend, with blank settings if they cannot be read. Returns null for the built-in desk. */
export function formOf({
  name,
  kind,
  settings,
}: Pick<ListedBackend, 'name' | 'kind' | 'settings'>): BackendForm | null {
  if (kind === 'built-in' || settings?.kind === 'built-in') return null;
  const form = { ...blankForm(), name, kind };
  if (settings === null) return form;
  return withFields(form, kindForm(settings.kind).fromSettings(settings));
}

/** Returns the form with some fields of its kind changed. */
export function withFields(form: BackendForm, part: Partial<KindFields[AddedKind]>): BackendForm {
  const { kind, fields } = form;
  return { ...form, fields: { ...fields, [kind]: { ...fields[kind], ...part } } };
}

/** Names wrong fields such as `settings.smtp.port` or `secrets.password`; those in `storedSecrets` may be left empty. */
export function parseForm(
  { name, kind, fields: all, secrets }: BackendForm,
  storedSecrets: readonly SecretName[],
): Parsed<NewBackend> {
  const form = kindForm(kind);
  const fields = all[kind];
  const maps = Object.entries(form.maps(fields));
  const needed = form.secretsNeeded(fields);
  const typed = needed.filter((secret) => secrets[secret] !== '');
  const parsed = NewBackend.safeParse({
    name,
    settings: {
      ...form.toSettings(fields),
      ...Object.fromEntries(maps.map(([setting, rows]) => [setting, mapOf(rows)])),
      kind,
    },
    secrets: Object.fromEntries(typed.map((secret) => [secret, secrets[secret]])),
  });
  const names = new Set(maps.map(([setting]) => setting));
  const wrong = new Set(parsed.error?.issues.map(({ path }) => fieldOf(path, names)));
  for (const secret of needed)
    if (secrets[secret] === '' && !storedSecrets.includes(secret)) wrong.add(`secrets.${secret}`);
  for (const [setting, rows] of maps) if (areRowsWrong(rows)) wrong.add(`settings.${setting}`);
  return parsed.success && wrong.size === 0 ? { ok: true, value: parsed.data } : { ok: false, wrong };
}

/** The field of an issue's path. A map or a list counts as one field. */
function fieldOf(path: readonly PropertyKey[], maps: ReadonlySet<string>): string {
  const [top, setting = ''] = path.map(String);
  if (top === 'settings' && maps.has(setting)) return `settings.${setting}`;
  const inList = path.findIndex((step) => typeof step === 'number');
  return path.slice(0, inList === -1 ? path.length : inList).join('.');
}

/** Whether a wrong field is under "More settings". */
export function isWrongUnderMore(kind: AddedKind, wrong: ReadonlySet<string>): boolean {
  const { underMore } = kindForm(kind);
  return [...wrong].some((name) => {
    const [, top = '', below = ''] = name.split('.');
    return underMore.has(top) || underMore.has(`${top}.${below}`);
  });
}
