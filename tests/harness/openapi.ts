/** Reads the product's own OpenAPI document and makes the smallest request that fits a route's schema. */
import { randomUUID } from 'node:crypto';
import type { ApiClient } from './rig.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
}

export interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Route {
  readonly method: string;
  /** As in the document, for example `/api/v1/workbooks/{id}`. */
  readonly path: string;
  readonly operation: Operation;
}

export async function readDocument(client: ApiClient): Promise<Document> {
  return (await client.get('/openapi.json')).body;
}

export function routesOf(document: Document): readonly Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** The address with `id` in the place of every parameter that is a UUID, and the required query. */
export function addressOf(document: Document, route: Route, id: string): string {
  const query = (route.operation.parameters ?? []).filter((parameter) => parameter.in === 'query' && parameter.required === true);
  const search = new URLSearchParams(
    Object.fromEntries(query.map(({ name, schema }) => [name, String(smallest(document, schema))])),
  ).toString();
  const path = route.path.replaceAll(/\{([^}]+)\}/g, (_braced, name: string) => {
    const schema = route.operation.parameters?.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema;
    if (schema?.type === 'integer') return '1';
    return schema?.format === undefined && schema?.pattern !== undefined ? text(schema) : id;
  });
  return `${path}${search === '' ? '' : `?${search}`}`;
}

/** `undefined` for a route without a body. */
export function bodyOf(document: Document, route: Route): unknown {
  const schema = route.operation.requestBody?.content['application/json']?.schema;
  return schema === undefined ? undefined : smallest(document, schema);
}

function smallest(document: Document, schema: Schema): unknown {
  if (schema.$ref !== undefined) {
    const named = document.components.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    if (named === undefined) throw new Error(`${schema.$ref} is not in the document.`);
    return smallest(document, named);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative !== undefined) return smallest(document, alternative);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((part) => smallest(document, part)));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, smallest(document, schema.properties?.[name] ?? {})]));
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => smallest(document, schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return text(schema);
  }
}

function text({ format, pattern, minLength }: Schema): string {
  if (format === 'uuid') return randomUUID();
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'email') return 'somebody@penstock.example';
  if (format === 'uri') return 'https://penstock.example';
  const written = pattern
    ?.replaceAll(/^\^|\$$/g, '')
    .replaceAll(/\[0-9[^\]]*\]\{(\d+)\}/g, (_class, count: string) => '0'.repeat(Number(count)));
  if (written !== undefined && /^\w+$/.test(written)) return written;
  return 'x'.repeat(Math.max(1, minLength ?? 1));
}
