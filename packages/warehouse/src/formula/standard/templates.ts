/** SQL of every function as most engines write it. A dialect replaces what it writes in another way. */
import type { FunctionTemplate } from '../dialect.ts';
import { operatorTemplates } from './operators.ts';

export const standardTemplates: Readonly<Record<string, FunctionTemplate>> = { ...operatorTemplates };
