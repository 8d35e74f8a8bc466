/** What a text must look like to be read as a number or a date, as regular expressions without backslashes. */

export const numberPattern = '^ *[-+]?([0-9]{1,30}([.][0-9]{0,30})?|[.][0-9]{1,30}) *$';

/** Years 0001 to 9999; whether the day exists is another question. No `{2}`: in a template that would be a place. */
const year = '([1-9][0-9][0-9][0-9]|0[1-9][0-9][0-9]|00[1-9][0-9]|000[1-9])';
export const datePattern = `${year}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`;

export const datetimePattern = `${datePattern}[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?Z?`;
