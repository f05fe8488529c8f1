// Describes the HTTP table as OpenAPI 3.1, from the same schemas that parse requests and answers.
import { STATUS_CODES } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { SECTIONS } from '../../contract/api.ts';
import { ApiError } from '../../contract/errors.ts';
import { type Caller, type HttpOperation, NoContent, successStatus } from '../../contract/operation.ts';
import { createSchemaComponents, type Json, type SchemaComponents } from './schema-components.ts';

/** An OpenAPI document (spec.openapis.org/oas/v3.1). */
export interface ApiDescription {
  [field: string]: unknown;
  openapi: string;
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  paths: Record<string, Record<string, object>>;
}

const TAGS: Readonly<Record<keyof typeof SECTIONS, string>> = {
  agent: 'Called by the agent on a device, for one Windows user',
  console: 'Called by the web console, for signed-in staff',
  server: 'About the server itself',
};

const SECURITY_SCHEMES = {
  agent: { type: 'http', scheme: 'bearer', description: 'agentId.secret, after enrolment' },
  staff: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-guichet_session',
    description:
      'Over http: guichet_session. Staff of whom a second factor is demanded need it for all but their own account.',
  },
};

/** How each caller authenticates, and which callers are admitted beyond that. */
const CALLERS: Readonly<Record<Caller, { security: Json[]; description?: string }>> = {
  anyone: { security: [] },
  agent: { security: [{ agent: [] }] },
  'active-agent': { security: [{ agent: [] }], description: 'For agents that IT has activated.' },
  'confirmed-agent': {
    security: [{ agent: [] }],
    description: 'For agents that IT has activated, with a confirmed address.',
  },
  'signed-in': { security: [{ staff: [] }] },
  staff: { security: [{ staff: [] }] },
  administrator: { security: [{ staff: [] }], description: 'For administrators.' },
};

/** The component of all error responses: the range of the status says whose fault it is, the code in the error what it is. */
const FAILURE = {
  component: 'Failure',
  description: '4XX: the request cannot be carried out. 5XX: the server or one of its dependencies failed',
} as const;

/** Describes every operation of the table. */
export function describeApi(): ApiDescription {
  const operations = Object.entries(SECTIONS).flatMap(([tag, section]) =>
    Object.entries<HttpOperation>(section).map(([name, operation]) => ({ tag, name, operation })),
  );
  const components = createSchemaComponents(
    new Map(operations.flatMap(({ name, operation }) => schemasOf(name, operation))),
  );
  const paths: ApiDescription['paths'] = {};
  for (const { tag, name, operation } of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][operation.method.toLowerCase()] = {
      operationId: name,
      tags: [tag],
      ...describe(operation, components),
    };
  }
  const responses = errorResponses(components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guichet',
      version: '1',
      description:
        'The operations that agents and the console call on a Guichet server. Every failure returns an ApiError.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The server that this description comes from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      parameters: { Id: ID_PARAMETER },
      responses,
      schemas: components.referredIn({ paths, responses }),
    },
  };
}

/** Returns the schemas of an operation with names, which are used for schemas that the contract does not export. */
function schemasOf(name: string, { params, query, body, answer }: HttpOperation): [z.ZodType, string][] {
  return Object.entries({ params, query, body, answer }).flatMap(([part, schema]) =>
    schema instanceof z.ZodType ? [[schema, `${name}.${part}`]] : [],
  );
}

function describe(operation: HttpOperation, components: SchemaComponents): Json {
  const { params, query, body, summary, caller } = operation;
  const parameters = [
    ...parametersOf('path', params, components).map(asComponent),
    ...parametersOf('query', query, components),
  ];
  return {
    summary,
    ...CALLERS[caller],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: describeBody(body, components) }),
    responses: {
      [successStatus(operation)]: describeAnswer(operation, components),
      '4XX': { $ref: `#/components/responses/${FAILURE.component}` },
      '5XX': { $ref: `#/components/responses/${FAILURE.component}` },
    },
  };
}

function parametersOf(
  place: 'path' | 'query',
  schema: z.ZodObject | undefined,
  components: SchemaComponents,
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = ParameterSchemas.parse(components.write(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

/** Most operations name one thing by its id. */
const ID_PARAMETER = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};

function asComponent(parameter: Json): Json {
  return isDeepStrictEqual(parameter, ID_PARAMETER) ? { $ref: '#/components/parameters/Id' } : parameter;
}

/** The part of an object's JSON schema that describes its fields. */
const ParameterSchemas = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).optional(),
});

function describeBody(body: NonNullable<HttpOperation['body']>, components: SchemaComponents): Json {
  if (!(body instanceof z.ZodType)) return { content: { [body.mediaType]: {} } };
  return { required: true, content: { 'application/json': { schema: components.refer(body, 'input') } } };
}

function describeAnswer(operation: HttpOperation, components: SchemaComponents): Json {
  const { answer } = operation;
  const description = STATUS_CODES[successStatus(operation)] ?? '';
  if (answer === NoContent) return { description };
  const content =
    answer instanceof z.ZodType
      ? { 'application/json': { schema: components.refer(answer, 'output') } }
      : { [answer.mediaType]: {} };
  return { description, content };
}

function errorResponses(components: SchemaComponents): Json {
  const content = { 'application/json': { schema: components.refer(ApiError, 'output') } };
  return { [FAILURE.component]: { description: FAILURE.description, content } };
}
