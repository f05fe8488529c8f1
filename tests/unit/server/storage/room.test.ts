// What has no room.
import { describe, expect, it } from 'vitest';
import { FilesUnavailable } from '../../../../server/storage/content-store.ts';
import { createRoom } from '../../../../server/storage/room.ts';
import { databaseThat } from '../../../fakes/server/answering-database.ts';
import { createClock } from '../../../fakes/server/clock.ts';

const coded = (code: string) => Object.assign(new Error('no room'), { code });
const PLENTY = 10 ** 9;

function open({
  free = {},
  isPostgres = false,
}: {
  free?: Record<string, number>;
  isPostgres?: boolean;
} = {}) {
  const clock = createClock();
  const disk = { isFull: false };
  const answer = async () => {
    if (disk.isFull) throw coded('53100');
    return { rows: [] };
  };
  const freeBytes = async (folder: string) => free[folder] ?? PLENTY;
  const room = createRoom({ db: databaseThat(answer, { isPostgres }), clock, dataDir: '/data', freeBytes });
  return { clock, disk, room };
}

describe('on SQLite', () => {
  it('the disk says what is full, before anything fails', async () => {
    expect(await open().room.full()).toEqual([]);
    expect(await open({ free: { '/data': 9000, '/data/attachments': 9000 } }).room.full()).toEqual([
      'database',
      'attachments',
    ]);
    expect(await open({ free: { '/data/attachments': 9000 } }).room.full()).toEqual(['attachments']);
  });

  it.each([
    ['database', coded('SQLITE_FULL')],
    ['database', new FilesUnavailable(coded('SQLITE_FULL'))],
    ['attachments', new FilesUnavailable(coded('ENOSPC'))],
    ['attachments', new FilesUnavailable(coded('EDQUOT'))],
  ])('a failure says for a minute that there is no room: %s', async (part, failure) => {
    const { clock, room } = open();
    room.note(failure);
    expect(await room.full()).toEqual([part]);
    clock.advance(60_000);
    expect(await room.full()).toEqual([]);
  });

  it('any other failure says nothing about room', async () => {
    const { room } = open();
    for (const failure of [coded('SQLITE_BUSY'), new FilesUnavailable(coded('EACCES')), 'a text', null])
      room.note(failure);
    expect(await room.full()).toEqual([]);
  });
});

it('PostgreSQL is full for as long as it has no room for a table', async () => {
  const { clock, disk, room } = open({ isPostgres: true, free: { '/data': 9000 } });
  expect(await room.full()).toEqual([]);
  disk.isFull = true;
  room.note(coded('53100'));
  for (let minute = 0; minute < 3; minute += 1) {
    clock.advance(50_000);
    expect(await room.full()).toEqual(['database']);
  }
  disk.isFull = false;
  expect(await room.full()).toEqual([]);
});
