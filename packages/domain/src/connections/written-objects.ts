import { isProductName } from '../input-tables/physical-layout.ts';
import type { SchemaPath } from './connection.ts';
import { samePath } from './schema-path.ts';

/**
 * Which names of a warehouse are the product's own and therefore never a source (R2): every schema that is, or whose
 * objects are registered as, a place the product writes to, and everything that bears the product's prefix.
 */

/** What a connection hides from its explorer. */
export interface HiddenPlaces {
  /** Destinations of today and the schema of the edit log. */
  readonly schemas: readonly SchemaPath[];
  /** Objects in former destinations that the registry knows, whatever their name. */
  readonly objects: readonly (SchemaPath & { readonly table: string })[];
}

export function isHiddenSchema(hidden: HiddenPlaces, schema: SchemaPath): boolean {
  return isProductName(schema.schema) || hidden.schemas.some((place) => samePath(place, schema));
}

export function isHiddenObject(hidden: HiddenPlaces, object: SchemaPath & { readonly table: string }): boolean {
  return (
    isHiddenSchema(hidden, object) ||
    isProductName(object.table) ||
    hidden.objects.some((known) => samePath(known, object) && known.table === object.table)
  );
}
