// A backend kind with one line in the table of the contract and one in that of the console, as docs/add-a-connector.md
// describes, works in the form like any other.
import { expect, test, vi } from 'vitest';
import { blankForm, formOf, parseForm } from '../../../../console/backends/backend-form.ts';
import { ADDED_KINDS } from '../../../../console/backends/kind-of.ts';

vi.mock('../../../../contract/backend-kinds.ts', async (original) => {
  const { BACKEND_KINDS } = await original<typeof import('../../../../contract/backend-kinds.ts')>();
  const { FILE_SECRETS, FileSettings } = await import('../../../fakes/file-desk/settings.ts');
  return { BACKEND_KINDS: [...BACKEND_KINDS, { settings: FileSettings, secrets: FILE_SECRETS }] };
});

vi.mock('../../../../console/backends/kinds.ts', async (original) => {
  const table = await original<typeof import('../../../../console/backends/kinds.ts')>();
  const { fileForm } = await import('../../../fakes/file-desk/index.ts');
  return { ...table, KIND_FORMS: { ...table.KIND_FORMS, file: fileForm } };
});

test('the added kind is offered last, requires its own fields, and can be saved and opened again', () => {
  const kind = ADDED_KINDS.at(-1);
  if (kind === undefined) throw new Error('no kind can be added');
  expect(kind).toBe('file');
  const form = { ...blankForm(), name: 'The folder', kind };
  expect(parseForm(form, [])).toEqual({ ok: false, wrong: new Set(['settings.folder']) });

  const settings = { kind: 'file', folder: '/srv/tickets' };
  const filled = { ...form, fields: { ...form.fields, [kind]: { folder: settings.folder } } };
  const parsed = parseForm(filled, []);
  expect(parsed).toEqual({ ok: true, value: { name: 'The folder', settings, secrets: {} } });
  const { value } = parsed as Extract<typeof parsed, { ok: true }>;
  expect(formOf({ ...value, kind })?.fields[kind]).toEqual({ folder: '/srv/tickets' });
});
