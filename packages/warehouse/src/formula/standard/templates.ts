/** SQL of functions as most engines write it. A dialect adds what it writes in another way. */
import type { Templates } from '../dialect.ts';
import { aggregateTemplates } from './aggregates.ts';
import { numberTemplates } from './numbers.ts';
import { logicTemplates, operatorTemplates } from './operators.ts';
import { logicalConversion, textTemplates } from './text.ts';
import { windowTemplates } from './windows.ts';

export const standardTemplates: Templates = {
  ...operatorTemplates,
  ...logicTemplates,
  ...textTemplates,
  ...logicalConversion,
  ...numberTemplates,
  ...aggregateTemplates,
  ...windowTemplates,
};
