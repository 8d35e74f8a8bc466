/** What a control is called, what it offers, and what it holds when the document is opened. */
import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { isDataElement, elementsOf } from '@penstock/domain/workbooks/references';
import type { ControlElement, Definition, Element } from '@penstock/domain/workbooks/definition';
import ui from '../ui/ui.module.css';
import { ControlInput } from './control-view.tsx';
import styles from './workbook.module.css';

interface ControlPropertiesProps {
  readonly element: ControlElement;
  readonly documentId: string;
  readonly definition: Definition;
  readonly onChange: (element: Element) => void;
}

export function ControlProperties({ element, documentId, definition, onChange }: ControlPropertiesProps) {
  return (
    <div className={styles['properties']}>
      <TextInput
        label="Name"
        description={`Formulas use it as [${element.name}]`}
        defaultValue={element.name}
        key={element.name}
        maxLength={200}
        onBlur={(event) => {
          const name = event.currentTarget.value.trim();
          if (name !== '' && name !== element.name) onChange({ ...element, name, label: name });
        }}
      />
      {element.control === 'list' && <ListProperties element={element} definition={definition} onChange={onChange} />}
      <ControlInput
        element={{ ...element, label: 'At the beginning' }}
        documentId={documentId}
        version="draft"
        value={element.initial}
        onChange={(initial) => onChange({ ...element, initial })}
      />
      <p className={ui['faint']}>To let it filter an element, add a filter there that is bound to this control.</p>
    </div>
  );
}

const written = 'written';

function ListProperties({ element, definition, onChange }: Omit<ControlPropertiesProps, 'documentId'>) {
  const { choices } = element;
  const sources = elementsOf(definition).filter(isDataElement);
  const chosen = choices !== null && 'elementId' in choices ? choices : null;
  const source = sources.find(({ id }) => id === chosen?.elementId);
  const choose = (elementId: string | null): void => {
    const [column] = sources.find(({ id }) => id === elementId)?.columns ?? [];
    if (elementId === null || column === undefined) onChange({ ...element, choices: { values: [] } });
    else onChange({ ...element, choices: { elementId, columnId: column.id } });
  };
  return (
    <>
      <Select
        label="Choices"
        data={[{ value: written, label: 'Written here' }, ...sources.map(({ id, name }) => ({ value: id, label: `A column of ${name}` }))]}
        value={chosen?.elementId ?? written}
        onChange={(value) => choose(value === written ? null : value)}
      />
      {chosen !== null && source !== undefined && (
        <Select
          label="Column"
          searchable
          data={source.columns.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen.columnId}
          onChange={(columnId) => columnId !== null && onChange({ ...element, choices: { ...chosen, columnId } })}
        />
      )}
      {choices !== null && 'values' in choices && (
        <Textarea
          label="One choice a line"
          autosize
          minRows={3}
          maxRows={12}
          defaultValue={choices.values.join('\n')}
          onBlur={(event) => {
            const values = [...new Set(event.currentTarget.value.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
            if (values.join('\n') !== choices.values.join('\n')) onChange({ ...element, choices: { values } });
          }}
        />
      )}
      <Switch
        label="Several can be chosen"
        size="sm"
        checked={element.multiple}
        onChange={(event) => onChange({ ...element, multiple: event.currentTarget.checked, initial: [] })}
      />
    </>
  );
}
