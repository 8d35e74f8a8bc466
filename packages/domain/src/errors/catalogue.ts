import { connectionErrors } from '../connections/errors.ts';
import { dataPermissionErrors } from '../data-permissions/errors.ts';
import { editLogErrors } from '../edit-log/errors.ts';
import { formulaErrors } from '../formula/errors.ts';
import { inputTableErrors } from '../input-tables/errors.ts';
import { memberErrors } from '../members/errors.ts';
import { queryErrors } from '../queries/errors.ts';
import { requestErrors } from './request-errors.ts';
import { roleChoiceErrors } from '../role-choice/errors.ts';
import { runAsServiceAccountErrors } from '../run-as-service-account/errors.ts';
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
  ...formulaErrors,
  ...inputTableErrors,
  ...workbookErrors,
  ...queryErrors,
  ...dataPermissionErrors,
  ...roleChoiceErrors,
  ...runAsServiceAccountErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
