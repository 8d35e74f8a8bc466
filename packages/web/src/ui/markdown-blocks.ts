/** Reads Markdown into blocks and spans. Links lead to web and mail addresses alone. */

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'quote' | 'code' | 'paragraph'; readonly text: string }
  | { readonly kind: 'rule' };

export type Span =
  | { readonly kind: 'text' | 'code' | 'bold' | 'slanted'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

const bullet = /^\s*[-*+]\s+(.*)$/;
const numbered = /^\s*\d{1,9}[.)]\s+(.*)$/;
const heading = /^(#{1,6})\s+(.*?)\s*#*$/;
const rule = /^\s*(?:-\s*){3,}$|^\s*(?:\*\s*){3,}$/;
const quote = /^\s*>\s?(.*)$/;
const fence = /^\s*```/;

export function blocksOf(text: string): readonly Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  /** All lines from here on that match. */
  const run = (pattern: RegExp): readonly string[] => {
    const found: string[] = [];
    for (let match = pattern.exec(lines[at] ?? ''); match !== null && at < lines.length; match = pattern.exec(lines[at] ?? '')) {
      found.push(match[1] ?? '');
      at += 1;
    }
    return found;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const title = heading.exec(line);
    if (line.trim() === '') at += 1;
    else if (fence.test(line)) {
      const end = lines.findIndex((other, index) => index > at && fence.test(other));
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end < 0 ? undefined : end).join('\n') });
      at = end < 0 ? lines.length : end + 1;
    } else if (title !== null) {
      blocks.push({ kind: 'heading', level: levelOf(title[1] ?? ''), text: title[2] ?? '' });
      at += 1;
    } else if (rule.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (bullet.test(line)) blocks.push({ kind: 'list', ordered: false, items: run(bullet) });
    else if (numbered.test(line)) blocks.push({ kind: 'list', ordered: true, items: run(numbered) });
    else if (quote.test(line)) blocks.push({ kind: 'quote', text: run(quote).join('\n') });
    else {
      const begin = at;
      do at += 1;
      while (at < lines.length && isPlain(lines[at] ?? ''));
      blocks.push({ kind: 'paragraph', text: lines.slice(begin, at).join('\n') });
    }
  }
  return blocks;
}

const isPlain = (line: string): boolean =>
  line.trim() !== '' && ![bullet, numbered, heading, rule, quote, fence].some((pattern) => pattern.test(line));

const levelOf = (marks: string): 1 | 2 | 3 => (marks.length === 1 ? 1 : marks.length === 2 ? 2 : 3);

const spans =
  /`(?<code>[^`]+)`|\*\*(?<bold>(?=\S).+?)\*\*|(?<![\w*])[*_](?<slanted>(?=\S)[^*_\n]+?)[*_](?![\w*])|\[(?<text>[^\]\n]+)\]\((?<address>(?:https?:\/\/|mailto:)[^\s)]+)\)/gs;

export function spansOf(text: string): readonly Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(spans)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    const { code, bold, slanted, text: label, address } = match.groups ?? {};
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (bold !== undefined) found.push({ kind: 'bold', text: bold });
    else if (slanted !== undefined) found.push({ kind: 'slanted', text: slanted });
    else found.push({ kind: 'link', text: label ?? '', address: address ?? '' });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}
