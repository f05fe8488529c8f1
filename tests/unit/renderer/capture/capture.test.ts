// The state of the new-ticket window after each event, and when the draft is stored.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Draft, DraftContent } from '../../../../contract/ipc.ts';
import { hasContent, NEW_CONTENT } from '../../../../contract/new-content.ts';
import { err, ok } from '../../../../contract/result.ts';
import { type CaptureView, nextView } from '../../../../renderer/capture/capture-view.ts';
import { createDraftWriter, type Write } from '../../../../renderer/ui/draft-writer.ts';

const content = (change: Partial<DraftContent> = {}): DraftContent => ({ ...NEW_CONTENT, ...change });
const draft = (id: string, change: Partial<Draft> = {}): Draft => ({
  id,
  ticketId: null,
  content: content(),
  attachments: [],
  facts: [],
  factsComplete: false,
  problem: null,
  ...change,
});
const nothing: CaptureView = { kind: 'nothing' };
const shown = (view: CaptureView, of: Draft | null) => nextView(view, { kind: 'shown', draft: of });
const changed = (view: CaptureView, change: Partial<DraftContent>) =>
  nextView(view, { kind: 'changed', change });
const submitted: CaptureView = { kind: 'submitted', draftId: 'a', ticketId: 't' };

describe('the view of the new-ticket window', () => {
  test('a draft opens the form with its content, and nothing has to be stored yet', () => {
    const view = shown(nothing, draft('a', { content: content({ title: 'Printer' }) }));
    expect(view).toMatchObject({ kind: 'form', content: { title: 'Printer' }, isTouched: false });
  });

  test('facts that arrive while typing do not undo the input', () => {
    const typed = changed(shown(nothing, draft('a')), { title: 'Prin' });
    const facts = [{ name: 'host', value: 'PC-0421' }];
    const view = shown(typed, draft('a', { facts }));
    expect(view).toMatchObject({ draft: { facts }, content: { title: 'Prin' }, isTouched: true });
  });

  test('two simultaneous changes are both applied', () => {
    const view = changed(changed(shown(nothing, draft('a')), { title: 'x' }), { impact: 'service' });
    expect(view).toMatchObject({ content: { title: 'x', impact: 'service' } });
  });

  test('another draft replaces the content', () => {
    const typed = changed(shown(nothing, draft('a')), { title: 'x', description: 'y' });
    expect(shown(typed, draft('b'))).toMatchObject({ content: NEW_CONTENT, isTouched: false });
  });

  test('a late notice about the submitted draft does not hide the result', () => {
    expect(shown(submitted, draft('a'))).toBe(submitted);
    expect(shown(submitted, null)).toBe(submitted);
  });

  test('a submitted draft is shown again when refused', () => {
    const refused = draft('a', {
      content: content({ title: 'Printer' }),
      problem: { code: 'command-invalid' },
    });
    expect(shown(submitted, refused)).toMatchObject({ kind: 'form', content: { title: 'Printer' } });
  });

  test('the next draft replaces the result', () => {
    expect(shown(submitted, draft('b'))).toMatchObject({ kind: 'form' });
  });

  test('the form cannot be edited while being sent, and can be after a failure', () => {
    const typed = { kind: 'changed', change: { title: 'Late' } } as const;
    const form = shown(nothing, draft('a'));
    const sending = nextView(form, { kind: 'sending', draftId: 'a' });
    expect(nextView(sending, typed)).toBe(sending);
    const again = nextView(sending, { kind: 'not-sent', draftId: 'a' });
    expect(nextView(again, typed)).toMatchObject({ content: { title: 'Late' }, isSending: false });
  });

  test('another draft shown while one is being sent can be edited', () => {
    const sending = nextView(shown(nothing, draft('a')), { kind: 'sending', draftId: 'a' });
    const other = shown(sending, draft('b'));
    expect(nextView(other, { kind: 'changed', change: { title: 'B' } })).toMatchObject({
      content: { title: 'B' },
    });
    expect(nextView(other, { kind: 'not-sent', draftId: 'a' })).toBe(other);
  });

  test('a late result of a former draft does not affect the draft shown', () => {
    const form = shown(nothing, draft('b'));
    expect(nextView(form, { kind: 'submitted', draftId: 'a', ticketId: 't' })).toBe(form);
  });

  test('closing removes the result and keeps the draft', () => {
    const form = shown(nothing, draft('a'));
    expect(nextView(submitted, { kind: 'closed' })).toEqual(nothing);
    expect(nextView(form, { kind: 'closed' })).toBe(form);
  });

  test('a draft with a text or a choice can be discarded', () => {
    const person = { email: 'a@example.org', fullName: 'A', site: null };
    expect(hasContent(content({ title: '  ' }))).toBe(false);
    expect(hasContent(content({ withheldFacts: ['host'] }))).toBe(false);
    const answered = (value: string) => content({ answers: { room: { value, reference: null } } });
    expect(hasContent(answered(' '))).toBe(false);
    expect(hasContent(answered('B-204'))).toBe(true);
    for (const change of [{ description: 'x' }, { categoryId: 'printer' }, { contacts: [person] }])
      expect(hasContent(content(change))).toBe(true);
  });
});

describe('storing the draft', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function recorder() {
    const writes: Parameters<Write>[0][] = [];
    const answers: Awaited<ReturnType<Write>>[] = [];
    const write: Write = async (text) => {
      writes.push(text);
      return answers.shift() ?? ok(undefined);
    };
    return { writes, answers, writer: createDraftWriter(write, 300) };
  }
  const holding = (id: string, title: string) => ({ id, content: content({ title }) });

  test('many key presses cause one write, of the last text', () => {
    const { writes, writer } = recorder();
    for (const title of ['P', 'Pr', 'Pri']) writer.changed(holding('a', title));
    vi.advanceTimersByTime(299);
    expect(writes).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(writes).toEqual([holding('a', 'Pri')]);
  });

  test('typing without a pause is written too', () => {
    const { writes, writer } = recorder();
    for (let key = 0; key < 10; key += 1) {
      writer.changed(holding('a', 'x'.repeat(key + 1)));
      vi.advanceTimersByTime(100);
    }
    expect(writes.length).toBeGreaterThanOrEqual(3);
  });

  test('closing writes at once, and only unwritten changes', async () => {
    const { writes, writer } = recorder();
    writer.changed(holding('a', 'P'));
    await writer.flush();
    await writer.flush();
    vi.advanceTimersByTime(1000);
    expect(writes).toEqual([holding('a', 'P')]);
  });

  test('what the disk did not take is written again without a key press, and a newer text instead of it', async () => {
    const { writes, answers, writer } = recorder();
    answers.push(err('storage-failed'), err('storage-busy'));
    writer.changed(holding('a', 'first'));
    await vi.advanceTimersByTimeAsync(300);
    await vi.advanceTimersByTimeAsync(1000);
    expect(writes).toEqual([holding('a', 'first'), holding('a', 'first')]);
    writer.changed(holding('a', 'second'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(writes.slice(2)).toEqual([holding('a', 'second')]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(writes).toHaveLength(3);
  });

  test('what was refused for another reason is not written again', async () => {
    const { writes, answers, writer } = recorder();
    answers.push(err('draft-gone'));
    writer.changed(holding('a', 'first'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(writes).toHaveLength(1);
  });

  test('the text of one draft is never stored in another', () => {
    const { writes, writer } = recorder();
    writer.changed(holding('a', 'first'));
    writer.changed(holding('b', 'second'));
    vi.advanceTimersByTime(300);
    expect(writes).toEqual([holding('a', 'first'), holding('b', 'second')]);
  });
});
