import type { Connection } from '@penstock/domain/connections/connection';
import type { Health } from '../connections/governance.ts';
import type { Notices } from './notices.ts';

/** P10: Admins are told when somebody other than the service account may write a connection's edit log, until it is mended. */
export async function tellOfHealth(notices: Notices, connection: Connection, health: Health): Promise<void> {
  const subject = `connection:${connection.id}`;
  const code = 'edit-log.not-alone';
  if (health.healthy) return notices.close(subject, code);
  const problems = health.findings.filter((finding) => finding.severity === 'error');
  return notices.tellAdmins({
    code,
    subject,
    detail:
      `The edit log of ${connection.name} is not its service account's alone: ${problems.map((finding) => finding.detail).join(' ')}`.slice(
        0,
        2_000,
      ),
    nextStep: 'Open the connection and run the statements that it prints, then check again.',
    link: `/connections/${connection.id}`,
  });
}
