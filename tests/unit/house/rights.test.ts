// Every operation and every command has its row in the matrix of rights, and docs/rights.md shows the matrix as it is.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { API } from '../../../contract/api.ts';
import { COMMANDS } from '../../../contract/sync.ts';
import { renderRights } from '../../flow/server/rights/document.ts';
import {
  AGENT_RIGHTS,
  COMMAND_RIGHTS,
  parseMatrix,
  STAFF_RIGHTS,
  subjectOf,
} from '../../flow/server/rights/matrix.ts';

const MATRIX = 'tests/flow/server/rights/matrix.ts';
const page = join(import.meta.dirname, '../../../docs/rights.md');

const subjects = (rows: Iterable<string>) => [...new Set([...rows].map(subjectOf))].sort();

test('each operation has a row that says who may call it', () => {
  const stated = subjects([...AGENT_RIGHTS.keys(), ...STAFF_RIGHTS.keys()]);
  const missing = Object.keys(API).filter((name) => !stated.includes(name));
  expect(
    missing,
    `add a row to ${MATRIX}, and a request to agent-requests.ts or staff-requests.ts beside it`,
  ).toEqual([]);
  expect(
    stated.filter((name) => !Object.hasOwn(API, name)),
    `${MATRIX} has rows of no operation`,
  ).toEqual([]);
});

test('each command has a row that says who may send it', () => {
  const stated = subjects(COMMAND_RIGHTS.keys());
  expect(stated, `${MATRIX} and command-requests.ts beside it need each kind of command`).toEqual(
    Object.keys(COMMANDS).sort(),
  );
});

test('a table without a cell for each caller, or with another word, is not read', () => {
  expect(() => parseMatrix('operation others staff\nsync agent')).toThrow('sync has 1 cells');
  expect(() => parseMatrix('operation others technician\nsync agent yes')).toThrow('not one column');
  expect(() => parseMatrix('operation others staff\nsync agent perhaps')).toThrow('no such cell: perhaps');
});

test('docs/rights.md is written from the matrix', async () => {
  await expect(renderRights()).toMatchFileSnapshot(page);
});
