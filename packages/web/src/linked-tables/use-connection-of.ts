/** On which connection the rows of a source are: there, too, is what is typed beside them. */
import { leafSources } from '@penstock/domain/queries/leaf-sources';
import type { Definition, Source } from '@penstock/domain/workbooks/definition';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client.ts';
import type { InputTable } from '../api/contract.ts';
import { probeOf } from '../queries/source-picker.tsx';
import { withElement } from '../queries/use-described.ts';

/** `null`: nobody knows from here. */
export function useConnectionOf(definition: Definition, source: Source): string | null {
  const leaves = useMemo(() => {
    const probe = probeOf(source);
    return leafSources(withElement(definition, probe), probe.id);
  }, [definition, source]);
  const told = leaves.map((leaf) => ('connectionId' in leaf ? leaf.connectionId : null)).find((id) => id !== null) ?? null;
  const table = leaves.map((leaf) => (leaf.kind === 'input-table' ? leaf.inputTableId : null)).find((id) => id !== null) ?? null;
  const asked = useQuery({
    queryKey: ['connection-of-input-table', table],
    queryFn: async ({ signal }) => (await api.get<InputTable>(`/input-tables/${table}`, {}, signal)).connectionId,
    enabled: told === null && table !== null,
  });
  return told ?? asked.data ?? null;
}
