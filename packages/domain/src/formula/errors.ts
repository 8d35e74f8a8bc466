import { defineErrors } from '../errors/define.ts';

/** What is only found out when a formula becomes SQL; mistakes in its text are problems with a place (`problem.ts`). */
export const formulaErrors = defineErrors({
  'formula.too-large': {
    status: 422,
    title: 'A formula becomes too much SQL',
    nextStep: 'Calculate parts of it in columns of their own, and name those columns.',
  },
});
