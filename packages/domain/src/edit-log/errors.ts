import { defineErrors } from '../errors/define.ts';

export const editLogErrors = defineErrors({});
