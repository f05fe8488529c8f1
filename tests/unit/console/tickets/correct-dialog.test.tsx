// A technician corrects a ticket, and names what it is resolved for.
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { KnownField } from '../../../../contract/catalogue.ts';
import type { DeskTicket, Organisation } from '../../../../contract/console.ts';
import { catalogueWith } from '../../../fakes/catalogues.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, deskTicket, idOf } from '../../../fakes/console-server.ts';

const label = (text: string) => ({ en: text, fr: text });
const FIELDS: KnownField[] = [
  { id: 'room', label: label('Room'), hint: null, required: true, type: 'text', prefill: null },
  { id: 'screens', label: label('Screens'), hint: null, required: false, type: 'number', min: 1, max: 4 },
  {
    ...{ id: 'side', label: label('Side'), hint: null, required: false, type: 'choice' },
    options: [{ id: 'left', label: label('Left') }],
  },
];
const CATALOGUE = catalogueWith(
  { id: 'slow' },
  { id: 'screen', fields: FIELDS, kind: 'service_request' },
  { id: 'laptop', needsApproval: true },
);

const NADIA = { email: 'nadia@example.org', fullName: 'Nadia Haddad', site: null };

async function openDialog(
  name: 'Correct' | 'Resolve',
  changed: Partial<DeskTicket> = {},
  organisations: Organisation[] = [CONTOSO],
) {
  const ticket = deskTicket({ status: 'assigned', technician: 'Desk administrator', ...changed });
  const server = consoleServer({ tickets: [ticket], catalogue: CATALOGUE, people: [NADIA], organisations });
  const person = await openConsole(server, `/tickets/${ticket.id}`);
  await person.click(await screen.findByRole('button', { name }));
  const dialog = await findDialog();
  return { person, dialog, sent: () => server.requests(`POST /tickets/${ticket.id}/${name.toLowerCase()}`) };
}

/** This DOM has no layout: Fluent finds no field to focus, and after a while hides the dialog as one that has lost the focus. */
const named = (name: string | RegExp) => ({ name, hidden: true });

/** At once: a dialog of many fields is slow to type into. */
const fill = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

type Opened = Awaited<ReturnType<typeof openDialog>>;

async function chooseCategory({ person, dialog }: Opened, typed: string, path: string): Promise<void> {
  const field = await dialog.findByRole('combobox', named(/Category/));
  await person.click(field);
  fill(field, typed);
  await person.click(await dialog.findByRole('option', named(path)));
}

describe('correcting', () => {
  test('a category found by its words brings its form and its kind', async () => {
    const opened = await openDialog('Correct', {
      answers: [{ field: 'floor', label: 'Floor', value: '3', reference: null }],
    });
    const { person, dialog, sent } = opened;
    await chooseCategory(opened, 'wi-fi SCREEN', 'Network > Wi-Fi > Leaf screen');
    fill(dialog.getByRole('textbox', named('Room')), 'B 12');
    fill(dialog.getByRole('combobox', named('Side')), 'left');
    await person.click(dialog.getByRole('button', named('Save')));
    await expect
      .poll(() => sent().map(({ body }) => body))
      .toEqual([
        {
          category: { level: 'subcategory', id: 'screen' },
          byRules: false,
          kind: 'service_request',
          priority: null,
          answers: [
            { field: 'room', label: 'Room', value: 'B 12', reference: null },
            { field: 'side', label: 'Side', value: 'Left', reference: 'left' },
            { field: 'floor', label: 'Floor', value: '3', reference: null },
          ],
        },
      ]);
  });

  test('a category that demands answers gets them', async () => {
    const opened = await openDialog('Correct');
    const { person, dialog, sent } = opened;
    await chooseCategory(opened, 'wi-fi SCREEN', 'Network > Wi-Fi > Leaf screen');
    await person.click(dialog.getByRole('button', named('Save')));
    expect(await dialog.findByText('Answer this: the category demands it.')).toBeTruthy();
    expect(sent()).toEqual([]);
    fill(dialog.getByRole('textbox', named('Room')), 'B 12');
    await person.click(dialog.getByRole('button', named('Save')));
    await expect.poll(sent).toHaveLength(1);
  });

  test('an answer that cannot be stored is named, and nothing is sent', async () => {
    const opened = await openDialog('Correct');
    await chooseCategory(opened, 'screen', 'Network > Wi-Fi > Leaf screen');
    fill(opened.dialog.getByRole('textbox', named('Screens')), '5');
    await opened.person.click(opened.dialog.getByRole('button', named('Save')));
    expect(opened.dialog.getByText(/This is not a valid answer/)).toBeTruthy();
    expect(opened.sent()).toEqual([]);
  });

  test('the priority follows impact and urgency; another one needs a reason', async () => {
    const { person, dialog, sent } = await openDialog('Correct');
    const select = (name: string) => dialog.findByRole<HTMLSelectElement>('combobox', named(name));
    fill(await select('Impact'), 'department');
    fill(await select('Urgency'), 'medium');
    expect((await select('Priority')).selectedOptions[0]?.textContent).toBe('From impact and urgency (High)');
    fill(await select('Priority'), 'low');
    await person.click(dialog.getByRole('button', named('Save')));
    expect(dialog.getByText('Say why.')).toBeTruthy();
    fill(dialog.getByRole('textbox', named(/Why another priority/)), 'A spare one is there.');
    await person.click(dialog.getByRole('button', named('Save')));
    await expect
      .poll(() => sent().map(({ body }) => body))
      .toMatchObject([
        {
          impact: 'department',
          urgency: 'medium',
          priority: { level: 'low', reason: 'A spare one is there.' },
        },
      ]);
    expect(await screen.findByText('A spare one is there.')).toBeTruthy();
  });

  test('another requester is found by name, and the former one can leave', async () => {
    const { person, dialog, sent } = await openDialog('Correct');
    const field = await dialog.findByRole('combobox', named('Requester'));
    await person.click(field);
    fill(field, 'na');
    await person.click(await dialog.findByRole('option', named('Nadia Haddad (nadia@example.org)')));
    await person.click(dialog.getByRole('checkbox', named('A requester stays as a contact')));
    await person.click(dialog.getByRole('button', named('Save')));
    await expect
      .poll(() => sent().map(({ body }) => body))
      .toMatchObject([{ requester: { email: 'nadia@example.org', formerStays: false } }]);
  });

  test('another organisation is chosen with its requester, after what goes was said', async () => {
    const other = { ...CONTOSO, id: idOf(11), name: 'Fabrikam' };
    const { person, dialog, sent } = await openDialog('Correct', {}, [CONTOSO, other]);
    fill(await dialog.findByRole('combobox', named('Organisation')), other.id);
    expect(dialog.getByText(/The ticket goes to Fabrikam with its number/)).toBeTruthy();
    await person.click(dialog.getByRole('button', named('Save')));
    expect(dialog.getByText('Choose who is the requester there.')).toBeTruthy();
    const field = dialog.getByRole('combobox', named(/Requester/));
    await person.click(field);
    fill(field, 'na');
    await person.click(await dialog.findByRole('option', named('Nadia Haddad (nadia@example.org)')));
    expect(dialog.queryByRole('checkbox', named(/stays as a contact/))).toBeNull();
    await person.click(dialog.getByRole('button', named('Save')));
    await expect
      .poll(() => sent().map(({ body }) => body))
      .toMatchObject([
        { organisationId: other.id, requester: { email: 'nadia@example.org', formerStays: false } },
      ]);
  });

  test('words that no category has say so', async () => {
    const { person, dialog } = await openDialog('Correct');
    const field = await dialog.findByRole('combobox', named(/Category/));
    await person.click(field);
    fill(field, 'nowhere');
    expect(await dialog.findByText('No category matches')).toBeTruthy();
  });
});

describe('resolving, where there is a catalogue', () => {
  test('needs a service, or a category of one', async () => {
    const opened = await openDialog('Resolve');
    const { person, dialog, sent } = opened;
    fill(dialog.getByRole('textbox', named('Solution')), 'A new lamp.');
    await person.click(dialog.getByRole('button', named('Resolve')));
    expect(dialog.getByText('Choose a service or one of its categories.')).toBeTruthy();
    expect(sent()).toEqual([]);
    await chooseCategory(opened, 'wi-fi', 'Network > Wi-Fi');
    await person.click(dialog.getByRole('button', named('Resolve')));
    await expect
      .poll(() => sent().map(({ body }) => body))
      .toEqual([{ solution: 'A new lamp.', category: { level: 'service', id: 'wifi' } }]);
  });

  test('for a category that needs an approval, or answers, says what to do first', async () => {
    const opened = await openDialog('Resolve');
    const { person, dialog, sent } = opened;
    fill(dialog.getByRole('textbox', named('Solution')), 'Given.');
    for (const [typed, name, says] of [
      ['laptop', 'laptop', /needs an approval: correct the ticket first/],
      ['screen', 'screen', /demands answers: correct the ticket first/],
    ] as const) {
      await chooseCategory(opened, typed, `Network > Wi-Fi > Leaf ${name}`);
      expect(dialog.getByText(says)).toBeTruthy();
      await person.click(dialog.getByRole('button', named('Resolve')));
    }
    expect(sent()).toEqual([]);
  });

  test('takes the category that the ticket has', async () => {
    const { person, dialog, sent } = await openDialog('Resolve', {
      category: { id: 'slow', name: label('Network > Wi-Fi > Leaf slow') },
      categoryChoice: { level: 'subcategory', id: 'slow' },
    });
    expect((await dialog.findByRole<HTMLInputElement>('combobox', named(/Category/))).value).toBe(
      'Network > Wi-Fi > Leaf slow',
    );
    fill(dialog.getByRole('textbox', named('Solution')), 'A new lamp.');
    await person.click(dialog.getByRole('button', named('Resolve')));
    await expect.poll(() => sent().map(({ body }) => body)).toEqual([{ solution: 'A new lamp.' }]);
  });
});
