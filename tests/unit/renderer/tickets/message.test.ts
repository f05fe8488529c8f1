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
const told = (description: string, id?: string): MessageAct => ({
  kind: 'told',
  draft: draftWith(description, id),
});
const messageAfter = (...acts: MessageAct[]) => acts.reduce(nextMessage, NO_MESSAGE);

describe('a message', () => {
  test('shows its stored text', () => {
    expect(messageAfter(told('kept')).text).toBe('kept');
  });

  test('typed before its draft arrives is kept', () => {
    expect(messageAfter({ kind: 'typed', text: 'fast' }, told('')).text).toBe('fast');
  });

  test('is not reset by a notice about an added picture', () => {
    const typing: MessageAct[] = [
      told(''),
      { kind: 'typed', text: 'one' },
      { kind: 'writing', text: 'one' },
      { kind: 'typed', text: 'one two' },
    ];
    expect(messageAfter(...typing, told('')).text).toBe('one two');
    expect(messageAfter(...typing, told('one')).text).toBe('one two');
    expect(messageAfter(...typing, { kind: 'written', text: 'one' }, told('one')).text).toBe('one two');
  });

  test('that was refused comes back before the present input', () => {
    const refused = told('refused', 'b');
    expect(messageAfter(told(''), refused).text).toBe('refused');
    expect(messageAfter(told(''), { kind: 'typed', text: 'new' }, refused).text).toBe('refused\n\nnew');
  });

  test('already merged by the main process is not merged again', () => {
    const joined = messageAfter(told(''), { kind: 'typed', text: 'new' }, told('refused\n\nnew'));
    expect(joined.text).toBe('refused\n\nnew');
  });

  test('is empty again after it is sent', () => {
    const sent = messageAfter(told('a'), { kind: 'typed', text: 'a b' }, { kind: 'sent' });
    expect(sent).toEqual(NO_MESSAGE);
    expect(nextMessage(sent, told('', 'b')).text).toBe('');
  });
});
