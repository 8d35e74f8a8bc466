/** Numbers. They are decimal; functions with irrational results agree to twelve significant digits. */
import { defineFunctions } from '../function-entry.ts';

export const numberFunctions = defineFunctions('scalar', 'Numbers', {
  Abs: {
    takes: 'number: number -> number',
    summary: 'Without its sign.',
    examples: [
      ['Abs(-2.5)', '2.5'],
      ['Abs(0)', '0'],
      ['Abs(Null)', null],
    ],
  },
  Sign: {
    takes: 'number: number -> number',
    summary: '1, 0 or -1.',
    examples: [
      ['Sign(-3)', '-1'],
      ['Sign(0)', '0'],
      ['Sign(0.1)', '1'],
      ['Sign(Null)', null],
    ],
  },
  Round: {
    takes: 'number: number, digits?: number -> number',
    summary:
      'To the nearest, halves away from zero. Digits are those behind the point (0 when left out), below 0 those before it, at most 12 either way.',
    examples: [
      ['Round(2.5)', '3'],
      ['Round(-2.5)', '-3'],
      ['Round(1.005, 2)', '1.01'],
      ['Round(1250, -2)', '1300'],
      ['Round(1.5, Null)', null],
    ],
  },
  RoundUp: {
    takes: 'number: number, digits?: number -> number',
    summary: 'Away from zero.',
    examples: [
      ['RoundUp(2.1)', '3'],
      ['RoundUp(-2.1)', '-3'],
      ['RoundUp(1.231, 2)', '1.24'],
      ['RoundUp(1.23, 2)', '1.23'],
    ],
  },
  RoundDown: {
    takes: 'number: number, digits?: number -> number',
    summary: 'Towards zero.',
    examples: [
      ['RoundDown(2.9)', '2'],
      ['RoundDown(-2.9)', '-2'],
      ['RoundDown(1.239, 2)', '1.23'],
      ['RoundDown(1999, -3)', '1000'],
    ],
  },
  MRound: {
    takes: 'number: number, multiple: number -> number',
    summary: 'To the nearest multiple, halves away from zero. Null for multiples of 0.',
    examples: [
      ['MRound(17, 5)', '15'],
      ['MRound(17.5, 5)', '20'],
      ['MRound(17, 0)', null],
    ],
  },
  Floor: {
    takes: 'number: number -> number',
    summary: 'The whole number below.',
    examples: [
      ['Floor(2.9)', '2'],
      ['Floor(-2.1)', '-3'],
      ['Floor(3)', '3'],
      ['Floor(Null)', null],
    ],
  },
  Ceiling: {
    takes: 'number: number -> number',
    summary: 'The whole number above.',
    examples: [
      ['Ceiling(2.1)', '3'],
      ['Ceiling(-2.9)', '-2'],
      ['Ceiling((0.1 + 0.2) * 10)', '3'],
    ],
  },
  Int: {
    takes: 'number: number -> number',
    summary: 'Without what stands behind the point.',
    examples: [
      ['Int(2.9)', '2'],
      ['Int(-2.9)', '-2'],
    ],
  },
  Mod: {
    takes: 'number: number, divisor: number -> number',
    summary: '`number % divisor`: what a division leaves, with the sign of the number. Null for a divisor of 0.',
    examples: [
      ['7 % 3', '1'],
      ['-7 % 3', '-1'],
      ['Mod(0.3, 0.1)', '0'],
      ['Mod(7, 0)', null],
    ],
  },
  Quotient: {
    takes: 'number: number, divisor: number -> number',
    summary: 'How many whole times the divisor fits, towards zero. Null for a divisor of 0.',
    examples: [
      ['Quotient(7, 2)', '3'],
      ['Quotient(-7, 2)', '-3'],
      ['Quotient(7, 0)', null],
    ],
  },
  Power: {
    takes: 'base: number, exponent: number -> number',
    summary: '`base ^ exponent`. Null where it is not defined (0 to a negative power, a negative base to a fraction) and beyond 38 digits.',
    examples: [
      ['2 ^ 10', '1024'],
      ['2 ^ 3 ^ 2', '512'],
      ['4 ^ 0.5', '2'],
      ['2 ^ -1', '0.5'],
      ['0 ^ 0', '1'],
      ['0 ^ -1', null],
      ['(-8) ^ 0.5', null],
      ['(-2) ^ 3', '-8'],
      ['10 ^ 100', null],
      ['2 ^ Null', null],
    ],
  },
  Sqrt: {
    takes: 'number: number -> number',
    summary: 'The square root. Null below 0.',
    examples: [
      ['Sqrt(2)', '1.41421356237'],
      ['Sqrt(0)', '0'],
      ['Sqrt(-1)', null],
    ],
  },
  Exp: {
    takes: 'number: number -> number',
    summary: 'The number e to the power of the number. Null beyond 38 digits.',
    examples: [
      ['Exp(1)', '2.71828182846'],
      ['Exp(0)', '1'],
      ['Exp(1000)', null],
    ],
  },
  Ln: {
    takes: 'number: number -> number',
    summary: 'The natural logarithm. Null for 0 and below.',
    examples: [
      ['Ln(10)', '2.30258509299'],
      ['Ln(1)', '0'],
      ['Ln(0)', null],
      ['Ln(-1)', null],
    ],
  },
  Log: {
    takes: 'number: number, base?: number -> number',
    summary: 'The logarithm to a base, 10 when left out. Null for 0 and below, and for a base of 1.',
    examples: [
      ['Log(1000)', '3'],
      ['Log(8, 2)', '3'],
      ['Log(0)', null],
      ['Log(8, 1)', null],
    ],
  },
  Pi: {
    takes: '-> number',
    summary: 'The circle constant.',
    examples: [['Pi()', '3.14159265359']],
  },
  Sin: {
    takes: 'angle: number -> number',
    summary: 'Of an angle in radians.',
    examples: [
      ['Sin(0)', '0'],
      ['Sin(1)', '0.841470984808'],
      ['Sin(Null)', null],
    ],
  },
  Cos: {
    takes: 'angle: number -> number',
    summary: 'Of an angle in radians.',
    examples: [
      ['Cos(0)', '1'],
      ['Cos(1)', '0.540302305868'],
    ],
  },
  Tan: {
    takes: 'angle: number -> number',
    summary: 'Of an angle in radians.',
    examples: [
      ['Tan(0)', '0'],
      ['Tan(1)', '1.55740772465'],
    ],
  },
  Asin: {
    takes: 'number: number -> number',
    summary: 'The angle in radians. Null beyond -1 and 1.',
    examples: [
      ['Asin(1)', '1.57079632679'],
      ['Asin(2)', null],
    ],
  },
  Acos: {
    takes: 'number: number -> number',
    summary: 'The angle in radians. Null beyond -1 and 1.',
    examples: [
      ['Acos(1)', '0'],
      ['Acos(-1)', '3.14159265359'],
      ['Acos(-1.5)', null],
    ],
  },
  Atan: {
    takes: 'number: number -> number',
    summary: 'The angle in radians.',
    examples: [
      ['Atan(1)', '0.785398163397'],
      ['Atan(0)', '0'],
    ],
  },
  Atan2: {
    takes: 'y: number, x: number -> number',
    summary: 'The angle in radians between the x axis and the point.',
    examples: [
      ['Atan2(1, 1)', '0.785398163397'],
      ['Atan2(1, 0)', '1.57079632679'],
    ],
  },
  Degrees: {
    takes: 'angle: number -> number',
    summary: 'From radians.',
    examples: [
      ['Degrees(Pi())', '180'],
      ['Degrees(0)', '0'],
    ],
  },
  Radians: {
    takes: 'angle: number -> number',
    summary: 'From degrees.',
    examples: [
      ['Radians(180)', '3.14159265359'],
      ['Radians(0)', '0'],
    ],
  },
  DistanceGlobe: {
    takes: 'latitude: number, longitude: number, other latitude: number, other longitude: number -> number',
    summary: 'Kilometres along the surface between two points in degrees, on a sphere with a radius of 6371 km.',
    examples: [
      ['Round(DistanceGlobe(47.458, 8.548, 40.64, -73.779), 3)', '6309.709'],
      ['DistanceGlobe(0, 0, 0, 0)', '0'],
      ['DistanceGlobe(0, 0, Null, 0)', null],
    ],
  },
  BinFixed: {
    takes: 'number: number, low: number, high: number, bins: number -> number',
    summary:
      'Which of so many bins of equal width between low and high holds the number, from 1. 0 is below, one more than there are is above. Null without bins, or when low is not below high.',
    examples: [
      ['BinFixed(25, 0, 100, 10)', '3'],
      ['BinFixed(0, 0, 100, 10)', '1'],
      ['BinFixed(-1, 0, 100, 10)', '0'],
      ['BinFixed(100, 0, 100, 10)', '11'],
      ['BinFixed(5, 10, 10, 10)', null],
      ['BinFixed(5, 0, 10, 0)', null],
    ],
  },
  BinRange: {
    takes: 'number: number, bound: number, ...bounds: number -> number',
    summary: 'Which bin holds the number: 1 below the first bound, 2 from there to the next, and so on. Bounds rise.',
    examples: [
      ['BinRange(5, 10, 20)', '1'],
      ['BinRange(10, 10, 20)', '2'],
      ['BinRange(99, 10, 20)', '3'],
      ['BinRange(Null, 10)', null],
    ],
  },
});
