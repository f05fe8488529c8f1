// The message being written to a ticket: input and notices from the main process never overwrite each other.
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
  test('shows its stored text', () => {
    expect(messageAfter(received('kept')).text).toBe('kept');
  });

  test('typed before its draft arrives is kept', () => {
    expect(messageAfter({ kind: 'typed', text: 'fast' }, received('')).text).toBe('fast');
  });

  test('is not reset by a notice about an added picture', () => {
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

  test('that was refused comes back before the present input', () => {
    const refused = received('refused', 'b');
    expect(messageAfter(received(''), refused).text).toBe('refused');
    expect(messageAfter(received(''), { kind: 'typed', text: 'new' }, refused).text).toBe('refused\n\nnew');
  });

  test('already merged by the main process is not merged again', () => {
    const joined = messageAfter(received(''), { kind: 'typed', text: 'new' }, received('refused\n\nnew'));
    expect(joined.text).toBe('refused\n\nnew');
  });

  test('is empty again after it is sent', () => {
    const sent = messageAfter(received('a'), { kind: 'typed', text: 'a b' }, { kind: 'sent' });
    expect(sent).toEqual(NO_MESSAGE);
    expect(nextMessage(sent, received('', 'b')).text).toBe('');
  });
});
