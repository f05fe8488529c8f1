// The API description: complete, small, and with valid references.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SECTIONS } from '../../../../contract/api.ts';
import { describeApi } from '../../../../server/http/describe-api.ts';

const Reference = z.object({ $ref: z.string() });
const Content = z.object({ content: z.object({ 'application/json': z.object({ schema: Reference }) }) });
const Description = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) })),
  ),
  components: z.object({
    responses: z.record(z.string(), Content),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

const serialised = JSON.stringify(describeApi());
const { paths, components } = Description.parse(JSON.parse(serialised));
const operations = Object.values(paths).flatMap((path) => Object.values(path));

test('it takes at most 1,150 bytes for each operation, all of its schemas included', () => {
  expect(Buffer.byteLength(serialised) / operations.length).toBeLessThanOrEqual(1150);
});

test('the id of each operation is its name in the table', () => {
  const names = Object.values(SECTIONS).flatMap((section) => Object.keys(section));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(names.sort());
});

test('each operation has failures, and each is an ApiError', () => {
  for (const { operationId, responses } of operations) {
    const failure = { $ref: '#/components/responses/Failure' };
    expect({ operationId, responses }).toMatchObject({
      operationId,
      responses: { '4XX': failure, '5XX': failure },
    });
  }
  expect(components.responses.Failure?.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/ApiError',
  });
  expect(components.schemas.ApiError).toMatchObject({ type: 'object', required: ['error'] });
});

test('every reference has a component, and every component is referenced', () => {
  const referred = [...serialised.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect([...new Set(referred)].sort()).toEqual(Object.keys(components.schemas).sort());
});

test('fields with a default are optional in requests and required in responses', () => {
  expect(components.schemas.SyncRequestInput).toMatchObject({ required: ['cursor', 'commands'] });
  expect(components.schemas.BackendInput).toBeUndefined();
  expect(components.schemas.ItopSettings?.required).toContain('timeZone');
  expect(components.schemas.ItopSettingsInput?.required).not.toContain('timeZone');
});
