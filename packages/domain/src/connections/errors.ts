import { defineErrors } from '../errors/define.ts';

export const connectionErrors = defineErrors({});
