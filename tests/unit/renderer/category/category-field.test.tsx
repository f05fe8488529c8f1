// The category in the form: choice, fields, removed categories, and fields of a newer server.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { FormField, Subcategory } from '../../../../contract/catalogue.ts';
import type { AppState, RequestOut } from '../../../../contract/ipc.ts';
import { CaptureScreen } from '../../../../renderer/capture/capture-screen.tsx';
import { agentInMemory, draftOf } from '../../../fakes/agent-in-memory.ts';
import { openWindow } from '../../../fakes/agent-window.tsx';
import { catalogueWith } from '../../../fakes/catalogues.ts';

const ROOM: FormField = {
  id: 'room',
  type: 'text',
  label: { en: 'Which room?', fr: 'Quelle salle ?' },
  hint: null,
  required: true,
  prefill: null,
};
const SIGNATURE: FormField = {
  id: 'signature',
  type: 'signature',
  label: { en: 'Signature', fr: 'Signature' },
  required: true,
};

interface FormState {
  leaves?: (Partial<Subcategory> & { id: string })[];
  content?: object;
  gaps?: Partial<RequestOut<'catalogue:read'>['backendGaps']>;
  recent?: string[];
  state?: Partial<AppState>;
}

/** Renders the form with this catalogue, once it is read. */
async function openForm({ leaves = [], content = {}, gaps = {}, recent = [], state = {} }: FormState) {
  const backendGaps = { files: [], approval: [], ...gaps };
  const catalogue = { catalogue: catalogueWith(...leaves), recent, backendGaps };
  const agent = agentInMemory({
    state,
    catalogue,
    draft: draftOf({ content: { title: 'A ticket', ...content } }),
  });
  const person = await openWindow(agent, <CaptureScreen />);
  await expect.poll(() => agent.asked('catalogue:read')).toHaveLength(1);
  return { agent, person };
}

const send = () => screen.getByRole('button', { name: /^Send/ });

test('without a catalogue, the form has no category field', async () => {
  const agent = agentInMemory({ draft: draftOf() });
  await openWindow(agent, <CaptureScreen />);
  await screen.findByRole('textbox', { name: 'Title' });
  await expect.poll(() => agent.asked('catalogue:read')).toHaveLength(1);
  await expect.poll(() => screen.queryByText('Category')).toBeNull();
});

test('a category is found by search, and shows its fields', async () => {
  const { agent, person } = await openForm({ leaves: [{ id: 'slow', fields: [ROOM] }, { id: 'none' }] });
  await person.click(await screen.findByRole('button', { name: /Search or browse/ }));
  await person.type(await screen.findByRole('searchbox', { name: 'Search the catalogue' }), 'slow');
  expect(await screen.findByText('1 category found')).toBeTruthy();
  await person.keyboard('{Enter}');
  expect(await screen.findByRole('textbox', { name: /Which room\?/ })).toBeTruthy();
  expect(screen.getByText('Network > Wi-Fi > Leaf slow')).toBeTruthy();
  await expect.poll(() => agent.kept.draft?.content.categoryId).toBe('slow');
});

test('a search without results says so, and that a category is optional', async () => {
  const { person } = await openForm({ leaves: [{ id: 'slow' }] });
  await person.click(await screen.findByRole('button', { name: /Search or browse/ }));
  await person.type(await screen.findByRole('searchbox', { name: 'Search the catalogue' }), 'elevator');
  expect(await screen.findByText(/Nothing found for “elevator”.*without a category/)).toBeTruthy();
});

test('recent categories are listed before a search', async () => {
  const { person } = await openForm({ leaves: [{ id: 'slow' }, { id: 'none' }], recent: ['none'] });
  await person.click(await screen.findByRole('button', { name: /Search or browse/ }));
  const recent = await screen.findByLabelText('Recently used');
  expect(within(recent).getByText(/Leaf none/)).toBeTruthy();
});

test('a missing required answer is reported at its field, which gets the focus', async () => {
  const { agent, person } = await openForm({
    leaves: [{ id: 'slow', fields: [ROOM] }],
    content: { categoryId: 'slow' },
  });
  await screen.findByRole('textbox', { name: /Which room\?/ });
  await person.click(send());
  const room = await screen.findByRole('textbox', {
    name: /Which room\?/,
    description: 'This is needed for the category you chose.',
  });
  await expect.poll(() => document.activeElement).toBe(room);
  expect(agent.asked('draft:submit')).toEqual([]);
  await person.type(room, 'B-204');
  await person.click(send());
  await expect.poll(() => agent.asked('draft:submit')).toHaveLength(1);
});

test('a category that is no longer offered is named, and can be removed without losing input', async () => {
  const { agent, person } = await openForm({
    leaves: [{ id: 'slow' }, { id: 'none' }],
    content: { categoryId: 'slow' },
  });
  await screen.findByText('Network > Wi-Fi > Leaf slow');
  agent.kept.catalogue = { ...agent.kept.catalogue, catalogue: catalogueWith({ id: 'none' }) };
  agent.tell('catalogue:changed', undefined);
  expect(await screen.findByText(/Network > Wi-Fi > Leaf slow is no longer offered/)).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Remove the category' }));
  await expect.poll(() => screen.queryByText(/is no longer offered/)).toBeNull();
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' }).value).toBe('A ticket');
});

test('a category removed before the window opened is reported too, without its name', async () => {
  await openForm({ leaves: [{ id: 'none' }], content: { categoryId: 'slow' } });
  expect(await screen.findByText(/The category chosen before is no longer offered/)).toBeTruthy();
});

test('a required field of a newer server is reported before Send, and blocks it', async () => {
  const { agent, person } = await openForm({
    leaves: [{ id: 'slow', fields: [SIGNATURE] }],
    content: { categoryId: 'slow' },
  });
  expect(await screen.findByText(/asks for something that this version of Guichet cannot show/)).toBeTruthy();
  await person.click(send());
  expect(agent.asked('draft:submit')).toEqual([]);
});

test('an optional field of a newer server can be left out', async () => {
  const { agent, person } = await openForm({
    leaves: [{ id: 'slow', fields: [{ ...SIGNATURE, required: false }] }],
    content: { categoryId: 'slow' },
  });
  expect(await screen.findByText(/cannot show this field. It can be left out./)).toBeTruthy();
  await person.click(send());
  await expect.poll(() => agent.asked('draft:submit')).toHaveLength(1);
});

test('an approval is announced only for categories with an approver', async () => {
  const leaves = [{ id: 'laptop', needsApproval: true }];
  const content = { categoryId: 'laptop' };
  await openForm({ leaves, content });
  expect(await screen.findByText('Somebody has to approve it first.')).toBeTruthy();
});

test('no approval is announced when the backend knows none', async () => {
  const leaves = [{ id: 'laptop', needsApproval: true }];
  await openForm({ leaves, content: { categoryId: 'laptop' }, gaps: { approval: ['laptop'] } });
  await screen.findByText('Network > Wi-Fi > Leaf laptop');
  expect(screen.queryByText('Somebody has to approve it first.')).toBeNull();
});

test.each([
  ['slow', ['slow'], true],
  ['none', ['slow'], false],
  [null, [null], true],
])(
  'before Send, the form says that the backend of %s takes no files (%o do not)',
  async (categoryId, files, isSaid) => {
    await openForm({ leaves: [{ id: 'slow' }, { id: 'none' }], content: { categoryId }, gaps: { files } });
    if (categoryId !== null) await screen.findByText(`Network > Wi-Fi > Leaf ${categoryId}`);
    await expect
      .poll(() => screen.queryByText(/^This help desk does not accept files/) !== null)
      .toBe(isSaid);
  },
);

test('a field is labelled in the chosen language', async () => {
  await openForm({
    leaves: [{ id: 'slow', fields: [ROOM] }],
    content: { categoryId: 'slow' },
    state: { language: 'fr' },
  });
  expect(await screen.findByRole('textbox', { name: /Quelle salle \?/ })).toBeTruthy();
});
