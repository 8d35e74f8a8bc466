import { connectionErrors } from '../connections/errors.ts';
import { editLogErrors } from '../edit-log/errors.ts';
import { inputTableErrors } from '../input-tables/errors.ts';
import { memberErrors } from '../members/errors.ts';
import { requestErrors } from './request-errors.ts';
import { signInErrors } from '../sign-in/errors.ts';
import { workbookErrors } from '../workbooks/errors.ts';
import { writeDestinationErrors } from '../write-destinations/errors.ts';

/** Every error code the product can answer with; `docs/reference/errors.md` is compared with it by a test. */
export const errorCatalogue = {
  ...requestErrors,
  ...memberErrors,
  ...signInErrors,
  ...connectionErrors,
  ...writeDestinationErrors,
  ...editLogErrors,
  ...inputTableErrors,
  ...workbookErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
