import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { Confirm } from '../ui/confirm.tsx';

/** Asks, and puts a document into the trash. */
export function DeleteDocument({ id, name, onClose, onDeleted }: { id: string; name: string; onClose: () => void; onDeleted: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/workbooks/${id}`),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['workbooks'] });
      onDeleted();
    },
  });
  return (
    <Confirm
      title={`Delete “${name}”?`}
      action="Delete"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      It goes to your trash, for everyone it is shared with; you can take it out again. Tables in the warehouse and the edit log stay.
    </Confirm>
  );
}
