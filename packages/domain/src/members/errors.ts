import { defineErrors } from '../errors/define.ts';

export const memberErrors = defineErrors({});
