import { defineErrors } from '../errors/define.ts';

export const writeDestinationErrors = defineErrors({});
