// Rules of the HTTP table that its schemas cannot express.
import { expect, test } from 'vitest';
import { AGENT_API } from '../../../contract/agent-api.ts';
import { API, SECTIONS } from '../../../contract/api.ts';
import { CONSOLE_API } from '../../../contract/console-api.ts';
import { type HttpOperation, pathOf } from '../../../contract/operation.ts';
import { PAGES } from '../../../contract/server-api.ts';

const operations = Object.entries<HttpOperation>(API);

test('names and addresses are unique', () => {
  const parts = [...Object.values(SECTIONS), PAGES].flatMap((part) => Object.keys(part));
  expect(operations.map(([name]) => name).sort()).toEqual(parts.sort());
  const addresses = operations.map(([, { method, path }]) => `${method} ${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('an operation declares exactly the parameters of its path', () => {
  for (const [name, { path, params }] of operations) {
    const named = [...path.matchAll(/:(\w+)|(\*)/g)].map(([, parameter, rest]) => parameter ?? rest);
    expect({ name, params: Object.keys(params?.shape ?? {}) }).toEqual({ name, params: named });
  }
});

test('a read operation has no body', () => {
  const reading = operations.filter(([, { method }]) => method === 'GET' || method === 'HEAD');
  expect(reading.filter(([, { body }]) => body !== undefined)).toEqual([]);
});

test('each part of an address is encoded', () => {
  const file = { id: 'a/b', sha256: 'c?d' };
  expect(pathOf(AGENT_API.readTicketFile, { params: file })).toBe('/v1/tickets/a%2Fb/attachments/c%3Fd');
  expect(pathOf(AGENT_API.findPeople, { query: { search: 'é & co' } })).toBe(
    '/v1/people?search=%C3%A9+%26+co',
  );
  expect(pathOf(CONSOLE_API.listTickets, { query: {} })).toBe('/v1/console/tickets');
});
