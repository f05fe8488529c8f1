// The new-ticket window: what it shows after each event, and when the text being typed is written.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Draft } from '../../../contract/ipc.ts';
import { type CaptureView, nextView } from '../../../renderer/capture/capture-view.ts';
import { createDraftWriter, type Write } from '../../../renderer/capture/draft-writer.ts';

const draft = (id: string, change: Partial<Draft> = {}): Draft => ({
  id,
  title: '',
  description: '',
  pictures: [],
  problem: null,
  ...change,
});
const nothing: CaptureView = { kind: 'nothing' };
const shown = (view: CaptureView, of: Draft | null) => nextView(view, { kind: 'shown', draft: of });
const submitted: CaptureView = { kind: 'submitted', draftId: 'a', ticketId: 't' };

describe('the view of the new-ticket window', () => {
  test('a draft opens the form with its text', () => {
    const view = shown(nothing, draft('a', { title: 'Printer' }));
    expect(view).toMatchObject({ kind: 'form', text: { title: 'Printer', description: '' } });
  });

  test('a picture that arrives while one types does not undo the typing', () => {
    const typed = nextView(shown(nothing, draft('a')), {
      kind: 'typed',
      text: { title: 'Prin', description: '' },
    });
    const picture = { id: 'p', name: 'p.png', width: 1, height: 1, size: null };
    const view = shown(typed, draft('a', { pictures: [picture] }));
    expect(view).toMatchObject({ draft: { pictures: [picture] }, text: { title: 'Prin' } });
  });

  test('another draft starts fresh', () => {
    const typed = nextView(shown(nothing, draft('a')), {
      kind: 'typed',
      text: { title: 'x', description: 'y' },
    });
    expect(shown(typed, draft('b'))).toMatchObject({ text: { title: '', description: '' } });
  });

  test('a late word about the submitted draft does not hide the result', () => {
    expect(shown(submitted, draft('a'))).toBe(submitted);
    expect(shown(submitted, null)).toBe(submitted);
  });

  test('a submitted draft that comes back refused is shown again', () => {
    const refused = draft('a', { title: 'Printer', problem: { code: 'command-invalid' } });
    expect(shown(submitted, refused)).toMatchObject({ kind: 'form', text: { title: 'Printer' } });
  });

  test('the next draft takes the place of the result', () => {
    expect(shown(submitted, draft('b'))).toMatchObject({ kind: 'form' });
  });

  test('a result that comes after another draft was shown is not mistaken for it', () => {
    const form = shown(nothing, draft('b'));
    expect(nextView(form, { kind: 'submitted', draftId: 'a', ticketId: 't' })).toBe(form);
  });

  test('closing forgets the result and keeps the draft', () => {
    const form = shown(nothing, draft('a'));
    expect(nextView(submitted, { kind: 'closed' })).toEqual(nothing);
    expect(nextView(form, { kind: 'closed' })).toBe(form);
  });
});

describe('the writing of the draft', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function recorder() {
    const written: Parameters<Write>[0][] = [];
    const write: Write = async (text) => void written.push(text);
    return { written, writer: createDraftWriter(write, 300) };
  }
  const text = (id: string, title: string) => ({ id, title, description: '' });

  test('many keys make one write, of the last text', () => {
    const { written, writer } = recorder();
    for (const title of ['P', 'Pr', 'Pri']) writer.changed(text('a', title));
    vi.advanceTimersByTime(299);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(written).toEqual([text('a', 'Pri')]);
  });

  test('one who types without a pause is written all the same', () => {
    const { written, writer } = recorder();
    for (let key = 0; key < 10; key += 1) {
      writer.changed(text('a', 'x'.repeat(key + 1)));
      vi.advanceTimersByTime(100);
    }
    expect(written.length).toBeGreaterThanOrEqual(3);
  });

  test('closing writes at once, and only what was not written', async () => {
    const { written, writer } = recorder();
    writer.changed(text('a', 'P'));
    await writer.flush();
    await writer.flush();
    vi.advanceTimersByTime(1000);
    expect(written).toEqual([text('a', 'P')]);
  });

  test('the text of one draft is never written to another', () => {
    const { written, writer } = recorder();
    writer.changed(text('a', 'first'));
    writer.changed(text('b', 'second'));
    vi.advanceTimersByTime(300);
    expect(written).toEqual([text('a', 'first'), text('b', 'second')]);
  });
});
