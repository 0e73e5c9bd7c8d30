/** Holds answers of the API to the OpenAPI document that it serves. */
import { z } from 'zod';

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

interface Answered {
  status: number;
  headers: { 'content-type'?: string | undefined };
  text: string;
}

/** A check that throws when an answer below /api has a status, a type or a field that the document does not tell of. */
export function documented(document: Document): (method: string, path: string, answer: Answered) => void {
  const operations = Object.entries(document.paths).map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    methods,
  }));
  const schemas = new Map<object, z.ZodType>();
  return (method, path, { status, headers, text }) => {
    const [plain = ''] = path.split('?');
    const operation = operations.find(({ pattern }) => pattern.test(plain))?.methods[method.toLowerCase()];
    if (operation === undefined || status === 304) return;
    const where = `${method} ${path} → ${status}`;
    const told = operation.responses[status];
    if (told === undefined) throw new Error(`${where} is not in the document`);
    if (told.content === undefined) {
      if (text !== '') throw new Error(`${where} has a body that is not in the document`);
      return;
    }
    const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
    const content = told.content[type];
    if (content === undefined) throw new Error(`${where}: ${type} is not in the document`);
    if (content.schema === undefined) return;
    const schema = schemas.get(content.schema) ?? schemaOf(content.schema, document.components.schemas);
    schemas.set(content.schema, schema);
    const read = schema.safeParse(JSON.parse(text));
    if (!read.success) throw new Error(`${where}: ${z.prettifyError(read.error)}\n${text.slice(0, 500)}`);
  };
}

function schemaOf(schema: object, components: Record<string, object>): z.ZodType {
  const whole = JSON.stringify({ ...schema, $defs: components }).replaceAll('"#/components/schemas/', '"#/$defs/');
  return z.fromJSONSchema(JSON.parse(whole) as Parameters<typeof z.fromJSONSchema>[0]);
}
