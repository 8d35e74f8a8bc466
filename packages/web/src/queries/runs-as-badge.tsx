/** As whom the rows were asked for, why, and what to do where it is another person's right that is missing. */
import { Popover, UnstyledButton } from '@mantine/core';
import { IconKey, IconRobot, IconUser } from '@tabler/icons-react';
import type { RunsAs } from '../api/queries-contract.ts';
import { ConnectionSignIn } from '../profile/sign-in-again.tsx';
import styles from './queries.module.css';

const names: Readonly<Record<RunsAs['principal'], string>> = {
  person: 'You',
  'service-account': 'Service account',
  'connection-credential': 'Connection',
};

export function RunsAsBadge({ runsAs, compact = false }: { runsAs: RunsAs; compact?: boolean }) {
  const Icon = runsAs.principal === 'person' ? IconUser : runsAs.principal === 'service-account' ? IconRobot : IconKey;
  return (
    <Popover position="bottom-end" width={320} withinPortal>
      <Popover.Target>
        <UnstyledButton className={styles['badge']} aria-label={`Runs as ${names[runsAs.principal]}. Why?`}>
          <Icon size={13} stroke={1.7} />
          {!compact && <span>{names[runsAs.principal]}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles['card']}>
        <strong>Runs as {runsAs.login === null ? names[runsAs.principal].toLowerCase() : runsAs.login}</strong>
        <p>
          on {runsAs.connectionName}
          {runsAs.role !== null && `, in the role ${runsAs.role}`}
        </p>
        <p>{runsAs.reason}</p>
        {runsAs.remedy !== '' && <p className={styles['faint']}>{runsAs.remedy}</p>}
        {runsAs.principal === 'person' && <ConnectionSignIn connectionId={runsAs.connectionId} />}
      </Popover.Dropdown>
    </Popover>
  );
}
