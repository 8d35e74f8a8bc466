/** What each kind of document is called on the screen, and where its likes are listed. */
import type { DocumentKind } from '@penstock/domain/workbooks/definition';

interface KindWords {
  readonly name: string;
  readonly home: { readonly href: string; readonly label: string };
}

const models = { href: '/data-models', label: 'Back to all data models' };

export const kindWords: Readonly<Record<DocumentKind, KindWords>> = {
  workbook: { name: 'Workbook', home: { href: '/', label: 'Back to all workbooks' } },
  'data-model': { name: 'Data model', home: models },
  dataset: { name: 'Dataset', home: models },
};
