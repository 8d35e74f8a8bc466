/** Texts, by character. Case matters, and positions count from 1. */
import { defineFunctions } from '../function-entry.ts';

export const textFunctions = defineFunctions('scalar', 'Text', {
  Len: {
    takes: 'text: text -> number',
    summary: 'How many characters the text has.',
    examples: [
      ['Len("Zürich")', '6'],
      ['Len("")', '0'],
      ['Len([Note])', null],
    ],
  },
  Upper: {
    takes: 'text: text -> text',
    summary: 'In capital letters.',
    examples: [
      ['Upper("zrh 1a")', 'ZRH 1A'],
      ['Upper("")', ''],
      ['Upper([Note])', null],
    ],
  },
  Lower: {
    takes: 'text: text -> text',
    summary: 'In small letters.',
    examples: [
      ['Lower("ZRH 1A")', 'zrh 1a'],
      ['Lower([Note])', null],
    ],
  },
  Proper: {
    takes: 'text: text -> text',
    summary: 'Each word with a capital first letter and small ones behind it. A word is letters and digits.',
    examples: [
      ['Proper("new YORK")', 'New York'],
      ['Proper("o\'hare-airport 2nd")', "O'Hare-Airport 2nd"],
      ['Proper("")', ''],
      ['Proper([Note])', null],
    ],
  },
  Trim: {
    takes: 'text: text, characters?: text -> text',
    summary: 'Without spaces, or the given characters, at both ends.',
    examples: [
      ['Trim("  a b  ")', 'a b'],
      ['Trim("--a-", "-")', 'a'],
      ['Trim("   ")', ''],
      ['Trim([Note])', null],
    ],
  },
  LTrim: {
    takes: 'text: text, characters?: text -> text',
    summary: 'Without spaces, or the given characters, at the beginning.',
    examples: [
      ['LTrim("  a ")', 'a '],
      ['LTrim("0070", "0")', '70'],
    ],
  },
  RTrim: {
    takes: 'text: text, characters?: text -> text',
    summary: 'Without spaces, or the given characters, at the end.',
    examples: [
      ['RTrim(" a  ")', ' a'],
      ['RTrim("1.500", "0")', '1.5'],
    ],
  },
  Left: {
    takes: 'text: text, characters: number -> text',
    summary: 'The first characters: none when there are to be fewer than one.',
    examples: [
      ['Left("Zurich", 3)', 'Zur'],
      ['Left("ab", 9)', 'ab'],
      ['Left("Zurich", 0)', ''],
      ['Left("Zurich", -2)', ''],
      ['Left([Note], 3)', null],
      ['Left("Zurich", Null)', null],
    ],
  },
  Right: {
    takes: 'text: text, characters: number -> text',
    summary: 'The last characters: none when there are to be fewer than one.',
    examples: [
      ['Right("Zurich", 3)', 'ich'],
      ['Right("ab", 9)', 'ab'],
      ['Right("Zurich", 0)', ''],
      ['Right("Zurich", 1 / 0)', null],
    ],
  },
  Mid: {
    takes: 'text: text, start: number, characters: number -> text',
    summary: 'That many characters from the start on. A start before the first character counts as the first.',
    examples: [
      ['Mid("Zurich", 2, 3)', 'uri'],
      ['Mid("Zurich", 5, 99)', 'ch'],
      ['Mid("Zurich", 0, 2)', 'Zu'],
      ['Mid("Zurich", 7, 2)', ''],
      ['Mid("Zurich", 2, -1)', ''],
      ['Mid([Note], 1, 1)', null],
    ],
  },
  Contains: {
    takes: 'text: text, part: text -> logical',
    summary: 'Whether the part stands somewhere in the text. Every text contains the empty one.',
    examples: [
      ['Contains("Zurich", "ric")', true],
      ['Contains("Zurich", "RIC")', false],
      ['Contains("100%", "%")', true],
      ['Contains("Zurich", "")', true],
      ['Contains([Note], "a")', null],
    ],
  },
  StartsWith: {
    takes: 'text: text, part: text -> logical',
    summary: 'Whether the text begins with the part.',
    examples: [
      ['StartsWith("Zurich", "Zu")', true],
      ['StartsWith("a", "ab")', false],
      ['StartsWith("Zurich", "")', true],
      ['StartsWith([Note], "a")', null],
    ],
  },
  EndsWith: {
    takes: 'text: text, part: text -> logical',
    summary: 'Whether the text ends with the part.',
    examples: [
      ['EndsWith("Zurich", "ich")', true],
      ['EndsWith("b", "ab")', false],
      ['EndsWith("Zurich", "")', true],
      ['EndsWith([Note], "a")', null],
    ],
  },
  Find: {
    takes: 'text: text, part: text -> number',
    summary: 'Where the part first begins in the text; 0 when it does not stand there.',
    examples: [
      ['Find("Zurich", "r")', '3'],
      ['Find("Zurich", "x")', '0'],
      ['Find("Zurich", "")', '1'],
      ['Find([Note], "a")', null],
    ],
  },
  Replace: {
    takes: 'text: text, part: text, by: text -> text',
    summary: 'With every occurrence of the part replaced. An empty part occurs nowhere.',
    examples: [
      ['Replace("a-b-c", "-", "+")', 'a+b+c'],
      ['Replace("a-b", "-", "")', 'ab'],
      ['Replace("ab", "", "x")', 'ab'],
      ['Replace("ab", "a", Null)', null],
    ],
  },
  SplitPart: {
    takes: 'text: text, separator: text, index: number -> text',
    summary: 'The part at the index, which counts from 1, or from the end below 0. Empty when there is none; null at 0.',
    examples: [
      ['SplitPart("ZRH-JFK", "-", 2)', 'JFK'],
      ['SplitPart("a-b-c", "-", -1)', 'c'],
      ['SplitPart("a-b", "-", 9)', ''],
      ['SplitPart("a-b", "-", 0)', null],
      ['SplitPart([Note], "-", 1)', null],
    ],
  },
  Repeat: {
    takes: 'text: text, times: number -> text',
    summary: 'The text several times. Null when that would be more than 65,535 characters.',
    examples: [
      ['Repeat("ab", 3)', 'ababab'],
      ['Repeat("ab", 0)', ''],
      ['Repeat("ab", -1)', ''],
      ['Repeat("ab", 40000)', null],
      ['Repeat([Note], 2)', null],
    ],
  },
  PadLeft: {
    takes: 'text: text, length: number, fill?: text -> text',
    summary:
      'Filled at the beginning, with spaces or the given text, or cut at the end, to the length (at most 10,000). Null when there is nothing to fill with.',
    examples: [
      ['PadLeft("7", 3, "0")', '007'],
      ['PadLeft("7", 3)', '  7'],
      ['PadLeft("1234", 3, "0")', '123'],
      ['PadLeft("7", 3, "")', null],
    ],
  },
  PadRight: {
    takes: 'text: text, length: number, fill?: text -> text',
    summary:
      'Filled at the end, with spaces or the given text, or cut there, to the length (at most 10,000). Null when there is nothing to fill with.',
    examples: [
      ['PadRight("ab", 4, ".")', 'ab..'],
      ['PadRight("1234", 3)', '123'],
      ['PadRight([Note], 3)', null],
    ],
  },
  Reverse: {
    takes: 'text: text -> text',
    summary: 'From its last character to its first.',
    examples: [
      ['Reverse("abc")', 'cba'],
      ['Reverse("")', ''],
    ],
  },
  Char: {
    takes: 'code: number -> text',
    summary: 'The character of a Unicode code point. Null where there is none.',
    examples: [
      ['Char(65)', 'A'],
      ['Char(252)', 'ü'],
      ['Char(0)', null],
      ['Char(55296)', null],
      ['Char(1114112)', null],
    ],
  },
  Code: {
    takes: 'text: text -> number',
    summary: 'The Unicode code point of the first character. Null for the empty text.',
    examples: [
      ['Code("A")', '65'],
      ['Code("ü")', '252'],
      ['Code("")', null],
    ],
  },
  RegexpMatch: {
    takes: 'text: text, pattern: pattern -> logical',
    summary:
      'Whether the pattern matches somewhere in the text. Patterns are written out; they know `. * + ? {1,3} [a-z] ( ) | ^ $ \\d \\w \\s`.',
    examples: [
      ['RegexpMatch("LX1952", "^[A-Z]{2}\\d+$")', true],
      ['RegexpMatch("lx", "^[A-Z]")', false],
      ['RegexpMatch("", "^$")', true],
      ['RegexpMatch([Note], "a")', null],
    ],
  },
  RegexpExtract: {
    takes: 'text: text, pattern: pattern -> text',
    summary: 'The first place that matches, or of it what stands in the first parentheses. Null when nothing matches.',
    examples: [
      ['RegexpExtract("LX1952", "\\d+")', '1952'],
      ['RegexpExtract("gate B42", "gate ([A-Z])")', 'B'],
      ['RegexpExtract("abc", "\\d")', null],
      ['RegexpExtract([Note], "a")', null],
    ],
  },
  RegexpReplace: {
    takes: 'text: text, pattern: pattern, by: text -> text',
    summary: 'With every place that matches replaced. The replacement is taken as it is.',
    examples: [
      ['RegexpReplace("a1b22", "\\d+", "#")', 'a#b#'],
      ['RegexpReplace("a.b", "[.]", "\\1")', 'a\\1b'],
      ['RegexpReplace([Note], "a", "b")', null],
    ],
  },
  RegexpCount: {
    takes: 'text: text, pattern: pattern -> number',
    summary: 'How many places match.',
    examples: [
      ['RegexpCount("a1b22", "\\d")', '3'],
      ['RegexpCount("abc", "\\d")', '0'],
      ['RegexpCount([Note], "a")', null],
    ],
  },
});
