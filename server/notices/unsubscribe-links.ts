// Links by which people choose what they are mailed without signing in. They say whom they are for, and only the server makes them.
import { StaffEvent } from '../../contract/mail-events.ts';
import { UNSUBSCRIBE_PATH } from '../../contract/server-api.ts';
import { deriveKey, keyedHash, sameHash } from '../hashes.ts';

/** Whose mails, and of staff which: null for all of a digest. */
export type Unsubscriber =
  | { kind: 'requester'; id: string }
  | { kind: 'staff'; id: string; event: StaffEvent | null };

export interface UnsubscribeLinks {
  ofRequester(requesterId: string): string;
  ofStaff(staffId: string, event: StaffEvent | null): string;
  /** Returns null for a token that this server has not made. */
  read(token: string): Unsubscriber | null;
}

const TOKEN = /^(r|s)\.([0-9a-f-]{36})\.([a-z-]*)\.([0-9a-f]{64})$/;

export function createUnsubscribeLinks(serverKey: Buffer, publicUrl: () => string): UnsubscribeLinks {
  const key = deriveKey(serverKey, 'guichet unsubscribe links');
  const link = (...parts: [kind: string, id: string, event: string]) =>
    `${publicUrl()}${UNSUBSCRIBE_PATH}${[...parts, keyedHash(key, ...parts)].join('.')}`;
  return {
    ofRequester: (requesterId) => link('r', requesterId, ''),
    ofStaff: (staffId, event) => link('s', staffId, event ?? ''),
    read(token) {
      const [, kind = '', id = '', event = '', hash = ''] = TOKEN.exec(token) ?? [];
      if (!sameHash(keyedHash(key, kind, id, event), hash)) return null;
      if (kind === 'r') return { kind: 'requester', id };
      return { kind: 'staff', id, event: StaffEvent.safeParse(event).data ?? null };
    },
  };
}
