/** Puts an older version back into the draft, once the person has said so. */
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { Confirm } from '../ui/confirm.tsx';

interface RestoreVersionProps {
  readonly documentId: string;
  readonly number: number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function RestoreVersion({ documentId, number, onDone, onClose }: RestoreVersionProps) {
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const restore = useMutation({
    mutationFn: () => api.post(`/workbooks/${documentId}/versions/${number}/restore`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['workbook', documentId] });
      void queryClient.invalidateQueries({ queryKey: ['run-as-service-account', documentId] });
      notifications.show({ message: `The draft says what version ${number} said. Publish it for readers to see it.` });
      onDone();
      navigate(`/workbooks/${documentId}`);
    },
  });
  return (
    <Confirm
      title={`Restore version ${number}?`}
      action="Restore into the draft"
      tone="ordinary"
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => restore.mutate()}
      onClose={onClose}
    >
      The draft is replaced by what version {number} says; what readers see stays until you publish. What input tables hold is not touched.
    </Confirm>
  );
}
