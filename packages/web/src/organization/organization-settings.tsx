/** What holds for the whole organization beside how people sign in. */
import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import type { ApprovalSetting } from '../api/contract.ts';
import { usePermission } from '../app/session.tsx';
import { Waiting } from '../app/waiting.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Section } from '../ui/page.tsx';
import ui from '../ui/ui.module.css';

const path = '/organization/run-as-service-account';
const key = ['organization', 'approval'];

export function OrganizationSettings() {
  const mayChange = usePermission('organization.manage');
  const queryClient = useQueryClient();
  const setting = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<ApprovalSetting>(path, {}, signal) });
  const change = useMutation({
    mutationFn: (approvalIsAsked: boolean) => api.put<ApprovalSetting>(path, { approvalIsAsked }),
    onSuccess: (saved) => queryClient.setQueryData(key, saved),
  });
  const asked = change.isPending ? change.variables : setting.data?.approvalIsAsked;
  return (
    <Page title="Settings">
      <Section
        title="Workbooks that run as a service account"
        lead="Whoever may edit such a workbook decides what its readers see of what the service account may read."
      >
        {setting.isPending && <Waiting />}
        {setting.isError && <ProblemNotice error={setting.error} />}
        {asked !== undefined && (
          <Switch
            label="New sources wait for an Admin"
            description="A published version with a source or SQL that no Admin has approved for that workbook waits; readers keep the version before. Approve it in the workbook: Published, Share..."
            checked={asked}
            disabled={!mayChange || change.isPending}
            onChange={(event) => change.mutate(event.currentTarget.checked)}
          />
        )}
        {asked === false && (
          <p className={ui['muted']}>
            Off: what an editor publishes is read as the service account at once. Versions that wait now still wait for an Admin.
          </p>
        )}
        {change.isError && <ProblemNotice error={change.error} />}
      </Section>
    </Page>
  );
}
