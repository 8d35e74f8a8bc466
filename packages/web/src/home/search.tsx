/** Finds workbooks by name; Ctrl+K (Cmd+K) from anywhere. */
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import type { List } from '../api/contract.ts';

interface Found {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly workbook: { readonly id: string; readonly name: string };
}

export function Search() {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => api.get<List<Found>>('/search', { q: asked }, signal),
    enabled: asked !== '',
  });
  useHotkeys([['mod+K', () => input.current?.focus()]], []);
  const items = found.data?.items ?? [];
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        combobox.closeDropdown();
        setText('');
        input.current?.blur();
        navigate(`/workbooks/${id}`);
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={input}
          aria-label="Search"
          placeholder="Search"
          leftSection={<IconSearch size={15} stroke={1.6} />}
          rightSection={text === '' ? <span style={{ color: 'var(--ps-ink-faint)', fontSize: 'var(--ps-text-xs)' }}>Ctrl K</span> : null}
          rightSectionWidth={58}
          rightSectionPointerEvents="none"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={() => text !== '' && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked === ''}>
        <Combobox.Options>
          {items.map((item) => (
            <Combobox.Option key={`${item.kind}${item.id}`} value={item.workbook.id}>
              {item.name}
              {item.kind === 'input-table' && <span style={{ color: 'var(--ps-ink-faint)' }}> in {item.workbook.name}</span>}
            </Combobox.Option>
          ))}
          {items.length === 0 && <Combobox.Empty>{found.isPending ? 'Searching…' : `Nothing is called “${asked}”`}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
