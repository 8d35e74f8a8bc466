import { defineErrors } from '../errors/define.ts';

export const inputTableErrors = defineErrors({});
