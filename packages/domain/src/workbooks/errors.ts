import { defineErrors } from '../errors/define.ts';

export const workbookErrors = defineErrors({});
