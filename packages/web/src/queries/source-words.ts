/** What a source is called on the screen. */
import type { Definition, Source } from '@penstock/domain/workbooks/definition';
import { elementsOf } from '@penstock/domain/workbooks/references';

export function sourceWords(definition: Definition, source: Source): string {
  switch (source.kind) {
    case 'warehouse-table':
      return `${source.schema}.${source.table}`;
    case 'custom-sql':
      return 'SQL of your own';
    case 'element':
      return elementsOf(definition).find(({ id }) => id === source.elementId)?.name ?? 'An element that was removed';
    case 'data-model':
      return 'A data model';
    case 'input-table': {
      const element = elementsOf(definition).find((other) => other.kind === 'input-table' && other.inputTableId === source.inputTableId);
      return element?.name ?? 'An input table';
    }
    case 'join':
      return `${sourceWords(definition, source.left)} joined to ${source.rightName}`;
    case 'union':
      return source.sources.map((part) => sourceWords(definition, part)).join(' and ');
    case 'linked-input-table':
      return `${sourceWords(definition, source.source)} with inputs`;
  }
}

/** A name for what is made of a source: of a table, the one of the table. */
export function nameOfSource(definition: Definition, source: Source): string {
  if (source.kind === 'warehouse-table') return source.table;
  if (source.kind === 'custom-sql') return 'SQL';
  return sourceWords(definition, source);
}
