/** A text element: Markdown, written in place while editing. */
import type { TextElement } from '@penstock/domain/workbooks/definition';
import { useState } from 'react';
import { Markdown } from '../ui/markdown.tsx';
import styles from './workbook.module.css';

export function TextView({ element, onChange }: { element: TextElement; onChange: ((element: TextElement) => void) | null }) {
  const [writing, setWriting] = useState(element.text === '' && onChange !== null);
  if (writing && onChange !== null)
    return (
      <textarea
        className={styles['writing']}
        aria-label={`Text of ${element.name}`}
        placeholder={'# Heading\nSome words, **bold** or *slanted*, - lists, [links](https://...)'}
        value={element.text}
        maxLength={100_000}
        autoFocus
        onChange={(event) => onChange({ ...element, text: event.currentTarget.value })}
        onBlur={() => element.text.trim() !== '' && setWriting(false)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
    );
  const shown = <Markdown text={element.text} />;
  if (onChange === null) return <div className={styles['text']}>{shown}</div>;
  // By keyboard it is written in the side panel, so that its links can be reached here.
  return (
    <div className={styles['text']} data-editable onDoubleClick={() => setWriting(true)}>
      {shown}
    </div>
  );
}
