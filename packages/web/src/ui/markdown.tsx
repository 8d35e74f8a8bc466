/** Markdown without HTML: headings, lists, quotes, code, rules, bold, slanted, links. What it does not know stays text. */
import type { ReactNode } from 'react';
import { blocksOf, spansOf } from './markdown-blocks.ts';
import type { Block, Span } from './markdown-blocks.ts';
import styles from './markdown.module.css';

export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles['markdown']}>
      {blocksOf(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

const headings = { 1: 'h2', 2: 'h3', 3: 'h4' } as const;

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading': {
      // The document's name is the only heading of the first level.
      const Heading = headings[block.level];
      return <Heading data-level={block.level}>{inline(block.text)}</Heading>;
    }
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}>{inline(item)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'quote':
      return <blockquote>{inline(block.text)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'rule':
      return <hr />;
    case 'paragraph':
      return <p>{inline(block.text)}</p>;
  }
}

const inline = (text: string): ReactNode => spansOf(text).map((span, index) => <SpanView key={index} span={span} />);

function SpanView({ span }: { span: Span }) {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'code':
      return <code>{span.text}</code>;
    case 'bold':
      return <strong>{inline(span.text)}</strong>;
    case 'slanted':
      return <em>{inline(span.text)}</em>;
    case 'link':
      return (
        <a href={span.address} target="_blank" rel="noopener noreferrer" onClick={(event) => event.stopPropagation()}>
          {inline(span.text)}
        </a>
      );
  }
}
