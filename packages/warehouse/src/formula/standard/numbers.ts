/** Numbers. What an engine would refuse (the root of -1) is null before it gets there. */
import type { CallToRender, Templates } from '../dialect.ts';

/** Null for 0 and below, with its argument written once. */
const positive = (place: string): string => `nullif(greatest({${place}:exact}, 0), 0)`;

/** The natural logarithm of the greatest number of 38 digits. */
const largestExponent = '87.498233534';

export const numberTemplates: Templates = {
  Abs: 'abs({0:exact})',
  Sign: 'sign({0:exact})',
  Power: `case when {0} = 0 then case when {1} > 0 then 0 when {1} = 0 then 1 end when {0} < 0 and {1} <> trunc({1:exact}) then null when {1:exact} * ln(abs({0:exact})) < ${largestExponent} then power({0:exact}, {1:exact}) end`,
  Sqrt: 'case when {0} >= 0 then sqrt({0:exact}) end',
  Exp: `case when {0} < ${largestExponent} then exp({0:exact}) end`,
  Ln: `ln(${positive('0')})`,
  Log: ({ arguments: values }) => (values.length > 1 ? `ln(${positive('0')}) / ln(nullif(${positive('1')}, 1))` : `log(${positive('0')})`),
  BinRange: ({ arguments: values }) => `case when {0} is null then null ${bounds(values.length - 1)} else ${values.length} end`,
};

function bounds(count: number): string {
  return Array.from({ length: count }, (_, index) => `when {0:ordered} < {${index + 1}:ordered} then ${index + 1}`).join(' ');
}

/** Which of {3} equal parts from {1} to {2} holds {0}. */
export function bins(floor: (text: string) => string): string {
  const part = floor('({0:exact} - {1:exact}) * trunc({3:exact}) / ({2:exact} - {1:exact})');
  return `case when {1} >= {2} or {3} < 1 then null when {0} < {1} then 0 when {0} >= {2} then trunc({3:exact}) + 1 else ${part} + 1 end`;
}

/** `power(10, digits)` of the engine's number type, or nothing to multiply with. */
export function scaled(type: string, make: (scale: string | null) => string): (call: CallToRender) => string {
  return ({ arguments: values }) => make(values.length > 1 ? `power(10::${type}, {1:digits})` : null);
}

/** Of functions on doubles: radians, or kilometres on the globe. `double` names the type. */
export function trigonometry(double: string, exact: (text: string) => string): Templates {
  const angle = (name: string): string => exact(`${name}({0:exact}::${double})`);
  const within = (name: string): string => `case when abs({0:exact}) <= 1 then ${angle(name)} end`;
  const radians = (text: string): string => `radians((${text})::${double})`;
  const square = (text: string): string => `power(sin(${radians(text)} / 2), 2)`;
  const haversine = `${square('{2:exact} - {0:exact}')} + cos(${radians('{0:exact}')}) * cos(${radians('{2:exact}')}) * ${square('{3:exact} - {1:exact}')}`;
  return {
    Pi: exact('pi()'),
    Sin: angle('sin'),
    Cos: angle('cos'),
    Tan: angle('tan'),
    Asin: within('asin'),
    Acos: within('acos'),
    Atan: angle('atan'),
    Atan2: exact(`atan2({0:exact}::${double}, {1:exact}::${double})`),
    Degrees: angle('degrees'),
    Radians: angle('radians'),
    DistanceGlobe: exact(`(12742 * atan2(sqrt(${haversine}), sqrt(abs(1 - (${haversine})))))`),
  };
}
