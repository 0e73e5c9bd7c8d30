/** The OpenAPI 3.1 document, made from the routes: what is served and what is documented cannot differ. */
import { z } from 'zod';
import { COOKIE } from './guard';
import type { Route } from './route';
import { problemSchema } from './schema/problem';

interface JsonSchema {
  [key: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  $defs?: Record<string, JsonSchema>;
}

type Schemas = Record<string, JsonSchema>;

/** Problems that every route may answer. */
const ALWAYS = [400, 401, 403, 413, 503];
const REASON: Readonly<Record<number, string>> = {
  400: 'A wrong or unknown parameter or field.',
  401: 'No token or session, or a wrong one.',
  403: 'A foreign Host or Origin.',
  404: 'There is nothing of this id.',
  409: 'It cannot be done in the state that it is in.',
  412: 'It was changed since it was read.',
  413: 'The body is too large, or there is one where none is taken.',
  415: 'The body is no JSON.',
  428: 'If-Match is missing.',
  429: 'More than is taken now.',
  503: 'A part of Gander does not answer.',
};

export function openApiOf(routes: readonly Route[]): object {
  const schemas: Schemas = {};
  const problem = schemaOf(problemSchema, 'output', schemas);
  const paths: Record<string, Record<string, object>> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method]: operationOf(one, problem, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gander',
      version: '1',
      description: 'What AI agents did, and what Gander made of it (docs/api.md).',
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token in <data>/api-token.' },
        cookie: { type: 'apiKey', in: 'cookie', name: COOKIE },
        csrf: { type: 'apiKey', in: 'header', name: 'X-Gander-CSRF' },
      },
    },
  };
}

function operationOf(one: Route, problem: JsonSchema, schemas: Schemas): object {
  const problems = [
    ...ALWAYS,
    ...(one.problems ?? []),
    ...(one.body ? [415] : []),
    ...(one.conditional ? [412, 428] : []),
  ];
  return {
    operationId: one.operation,
    summary: one.summary,
    security: securityOf(one),
    parameters: parametersOf(one, schemas),
    ...(one.body && { requestBody: { required: true, content: json(schemaOf(one.body, 'input', schemas)) } }),
    responses: {
      [one.status ?? 200]: successOf(one, schemas),
      ...Object.fromEntries(
        [...new Set(problems)]
          .sort()
          .map((status) => [
            status,
            { description: REASON[status] ?? '', content: { 'application/problem+json': { schema: problem } } },
          ]),
      ),
    },
  };
}

function securityOf({ access }: Route): object[] {
  if (access === 'open') return [];
  return access === 'token' ? [{ token: [] }] : [{ token: [] }, { cookie: [], csrf: [] }];
}

function successOf(one: Route, schemas: Schemas): object {
  const tag = { ETag: { schema: { type: 'string' }, description: 'the version, for If-Match' } };
  return {
    description: 'Done.',
    ...(one.versioned && { headers: tag }),
    ...(one.answer && { content: json(schemaOf(one.answer, 'output', schemas)) }),
    ...(one.media !== undefined && { content: { [one.media]: {} } }),
  };
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

function parametersOf(one: Route, schemas: Schemas): object[] {
  const text = { type: 'string' };
  const inPath = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }));
  const { properties = {}, required = [] } = one.query ? schemaOf(one.query, 'input', schemas) : {};
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
  const ifMatch = {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'the ETag of what was read',
    schema: text,
  };
  return [...inPath, ...inQuery, ...(one.conditional ? [ifMatch] : [])];
}

/** The JSON Schema; parts with an id go to the document's components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Schemas): JsonSchema {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _, $defs = {}, ...rest } = JSON.parse(text) as JsonSchema;
  for (const [id, { $schema: __, id: ___, ...part }] of Object.entries($defs)) schemas[id] = part;
  const { id } = rest;
  if (typeof id !== 'string') return rest;
  const { id: ____, ...part } = rest;
  schemas[id] = part;
  return { $ref: `#/components/schemas/${id}` };
}
