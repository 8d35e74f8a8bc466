/** Elements as they are when they are new. */
import { freeElementName } from '@penstock/domain/workbooks/apply-change';
import type { ControlElement, ControlKind, ControlValue, Definition, Element } from '@penstock/domain/workbooks/definition';
import { placeFor } from './layout.ts';

export const controlNames: Readonly<Record<ControlKind, string>> = {
  list: 'List',
  text: 'Text',
  'number-range': 'Number range',
  'date-range': 'Date range',
  switch: 'Switch',
};

/** The value of a control that filters nothing. */
export function emptyValue(control: ControlKind): ControlValue {
  if (control === 'switch') return false;
  return control === 'list' ? [] : null;
}

export function newText(): Omit<Element & { kind: 'text' }, 'layout'> {
  return { kind: 'text', id: crypto.randomUUID(), name: 'Text', text: '' };
}

export function newImage(image: string, fileName: string): Omit<Element & { kind: 'image' }, 'layout'> {
  const name = fileName
    .replace(/\.[^.]+$/, '')
    .trim()
    .slice(0, 190);
  return { kind: 'image', id: crypto.randomUUID(), name: name === '' ? 'Image' : name, image, description: name };
}

export function newControl(control: ControlKind): Omit<ControlElement, 'layout'> {
  return {
    kind: 'control',
    id: crypto.randomUUID(),
    name: controlNames[control],
    control,
    label: controlNames[control],
    choices: control === 'list' ? { values: [] } : null,
    multiple: control === 'list',
    initial: emptyValue(control),
  };
}

/** With a name that is free in the document, where there is room on the page. */
export function placed<Kind extends Omit<Element, 'layout'>>(definition: Definition, pageId: string, element: Kind): Element {
  const elements = definition.pages.find(({ id }) => id === pageId)?.elements ?? [];
  const name = freeElementName(definition, element.name);
  const whole = { ...element, name, layout: placeFor(element.kind, elements) } as unknown as Element;
  // Formulas name a control by its label.
  return whole.kind === 'control' ? { ...whole, label: name } : whole;
}
