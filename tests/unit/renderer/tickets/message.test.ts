// The message being written to a ticket: what is typed and what the main process tells never overwrite each other.
import { describe, expect, test } from 'vitest';
import type { Draft } from '../../../../contract/ipc.ts';
import { NEW_CONTENT } from '../../../../contract/new-content.ts';
import { type MessageAct, NO_MESSAGE, nextMessage } from '../../../../renderer/tickets/message.ts';

function draftWith(description: string, id = 'a'): Draft {
  return {
    id,
    ticketId: '01980000-0000-7000-8000-000000000001',
    content: { ...NEW_CONTENT, description },
    attachments: [],
    facts: [],
    factsComplete: true,
    problem: null,
  };
}
const received = (description: string, id?: string): MessageAct => ({
  kind: 'received',
  draft: draftWith(description, id),
});
const messageAfter = (...acts: MessageAct[]) => acts.reduce(nextMessage, NO_MESSAGE);

describe('a message', () => {
  test('what was kept of it is there again', () => {
    expect(messageAfter(received('kept')).text).toBe('kept');
  });

  test('what is typed before its draft is there stays', () => {
    expect(messageAfter({ kind: 'typed', text: 'fast' }, received('')).text).toBe('fast');
  });

  test('a picture added meanwhile brings no older text back', () => {
    const typing: MessageAct[] = [
      received(''),
      { kind: 'typed', text: 'one' },
      { kind: 'writing', text: 'one' },
      { kind: 'typed', text: 'one two' },
    ];
    expect(messageAfter(...typing, received('')).text).toBe('one two');
    expect(messageAfter(...typing, received('one')).text).toBe('one two');
    expect(messageAfter(...typing, { kind: 'written', text: 'one' }, received('one')).text).toBe('one two');
  });

  test('a refused message comes back, before what is being written now', () => {
    const refused = received('refused', 'b');
    expect(messageAfter(received(''), refused).text).toBe('refused');
    expect(messageAfter(received(''), { kind: 'typed', text: 'new' }, refused).text).toBe('refused\n\nnew');
  });

  test('what the main process has joined already is not joined again', () => {
    const joined = messageAfter(received(''), { kind: 'typed', text: 'new' }, received('refused\n\nnew'));
    expect(joined.text).toBe('refused\n\nnew');
  });

  test('after it is sent the next one begins empty', () => {
    const sent = messageAfter(received('a'), { kind: 'typed', text: 'a b' }, { kind: 'sent' });
    expect(sent).toEqual(NO_MESSAGE);
    expect(nextMessage(sent, received('', 'b')).text).toBe('');
  });
});
