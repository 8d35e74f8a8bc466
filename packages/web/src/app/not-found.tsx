import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'wouter';
import { Empty, useDocumentTitle } from '../ui/page.tsx';

/** Also shown for things that exist but were not shared: the answer does not tell the two apart. */
export function NotFound({ what = 'page' }: { what?: string }) {
  useDocumentTitle('Not found');
  return (
    <Empty
      icon={<IconMapQuestion size={28} stroke={1.5} />}
      title={`There is no such ${what} here`}
      action={
        <Button component={Link} href="/" variant="default">
          Go home
        </Button>
      }
    >
      The address may be mistyped, it may have been deleted, or it was not shared with you. If a colleague sent the link, ask them to share
      it.
    </Empty>
  );
}
