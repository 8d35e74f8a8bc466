/** Exact decimals as text: at most 38 digits, no exponent; the spelling is unique. */

export const mostDigits = 38;

const canonical = /^(?:0|-?[1-9]\d*|-?0\.\d*[1-9]|-?[1-9]\d*\.\d*[1-9])$/;
const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

export function isCanonicalNumber(text: string): boolean {
  return text.length <= mostDigits + 3 && canonical.test(text) && digitCount(text) <= mostDigits;
}

/** Reads `007`, `+1.50`, `1e3`, `.5`; `null` if it is no number, `'too-many-digits'` if it does not fit exactly. */
export function canonicalNumber(text: string): string | 'too-many-digits' | null {
  const match = written.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return null;
  const shifted = shift(whole, fraction, Number(exponent));
  const digits = shifted.whole.replace(/^0+/, '');
  const decimals = shifted.fraction.replace(/0+$/, '');
  if (digits.length + decimals.length > mostDigits) return 'too-many-digits';
  const magnitude = `${digits === '' ? '0' : digits}${decimals === '' ? '' : `.${decimals}`}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/** Moves the point; an exponent far out of range is cut to where it is refused anyway. */
function shift(whole: string, fraction: string, exponent: number): { readonly whole: string; readonly fraction: string } {
  const places = Math.max(-100, Math.min(100, exponent));
  if (places >= 0) {
    const padded = fraction.padEnd(places, '0');
    return { whole: whole + padded.slice(0, places), fraction: padded.slice(places) };
  }
  const padded = whole.padStart(-places, '0');
  return { whole: padded.slice(0, padded.length + places), fraction: padded.slice(padded.length + places) + fraction };
}

/** Digits that an engine's DECIMAL(38) counts: leading zeros before the point do not, zeros after it do. */
function digitCount(text: string): number {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return (whole === '0' ? 0 : whole.length) + fraction.length;
}
