/** An older version as it was published, to look at before it is restored. Its data is today's, read as the person who looks. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft, IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { api, isStatus } from '../api/client.ts';
import type { VersionWithDefinition, Workbook } from '../api/contract.ts';
import { NotFound } from '../app/not-found.tsx';
import { Waiting } from '../app/waiting.tsx';
import { Moment } from '../ui/moment.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { EmptyPage } from './add-menu.tsx';
import { AsideFrame } from './aside-frame.tsx';
import { Canvas } from './canvas.tsx';
import { ControlValuesProvider } from './control-values.tsx';
import { pageAt } from './element-chunks.ts';
import { ElementView } from './element-view.tsx';
import { RestoreVersion } from './restore-version.tsx';

export function OlderVersion({ workbook, number }: { workbook: Workbook; number: number }) {
  const version = useQuery({
    queryKey: ['version', workbook.id, number],
    queryFn: ({ signal }) => api.get<VersionWithDefinition>(`/workbooks/${workbook.id}/versions/${number}`, {}, signal),
    staleTime: Infinity,
  });
  if (isStatus(version.error, 404) || isStatus(version.error, 400)) return <NotFound what="version" />;
  if (version.isError) return <ProblemNotice error={version.error} />;
  return version.data === undefined ? <Waiting /> : <Shown workbook={workbook} version={version.data} />;
}

function Shown({ workbook, version }: { workbook: Workbook; version: VersionWithDefinition }) {
  const [, navigate] = useLocation();
  const search = new URLSearchParams(useSearch());
  const [restoring, setRestoring] = useState(false);
  const { definition, number } = version;
  const page = pageAt(definition, search);
  return (
    <ControlValuesProvider definition={definition}>
      <AsideFrame
        name={workbook.name}
        what={
          <>
            Version {number}, published <Moment at={version.publishedAt} /> by {version.publishedBy.name}, with the rows of today
          </>
        }
        actions={
          <>
            <Button
              component={Link}
              href={`/workbooks/${workbook.id}`}
              variant="default"
              leftSection={<IconArrowLeft size={15} stroke={1.6} />}
            >
              Back to the draft
            </Button>
            <Button leftSection={<IconRestore size={15} stroke={1.6} />} onClick={() => setRestoring(true)}>
              Restore version {number}
            </Button>
          </>
        }
        pages={definition.pages}
        open={page?.id}
        onOpen={(id) => navigate(`/workbooks/${workbook.id}?version=${number}&page=${id}`)}
      >
        {page !== undefined && (
          <Canvas key={page.id} page={page} empty={<EmptyPage kind={workbook.kind} onAdd={null} />} editing={null}>
            {(element, alone) => (
              <ElementView
                element={element}
                alone={alone}
                documentId={workbook.id}
                definition={definition}
                version={number}
                mode="view"
                onChange={null}
                connectionName={undefined}
              />
            )}
          </Canvas>
        )}
      </AsideFrame>
      {restoring && (
        <RestoreVersion documentId={workbook.id} number={number} onDone={() => setRestoring(false)} onClose={() => setRestoring(false)} />
      )}
    </ControlValuesProvider>
  );
}
