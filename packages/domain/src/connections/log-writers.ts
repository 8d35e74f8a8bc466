/**
 * R25: whether the service account is the only one that can write the edit log. At table level only the connection's
 * own account may; at schema level the accounts of all connections that log there. Superusers are mentioned, since no
 * REVOKE reaches them.
 */

/** One way to write the log table or to add to its schema, as the warehouse's catalog has it. */
export interface LogWriter {
  readonly what: 'table' | 'schema' | 'server';
  /** A role's name, or `PUBLIC`. */
  readonly role: string;
  /** E.g. `INSERT`, `OWNER`, `CREATE`; `INSERT (column x)` for a grant on a column. */
  readonly privilege: string;
  readonly superuser: boolean;
  /** Logins that reach the role by membership. */
  readonly members: readonly string[];
}

/** Whose log it is and who else may log in its schema. */
export interface LogGuard {
  readonly ownAccount: string;
  readonly accountsOfSchema: readonly string[];
}

/** A way that should be closed; `via` is the member that reaches it, `null` for the role itself. */
export interface LogIntruder {
  readonly writer: LogWriter;
  readonly via: string | null;
}

/** Everything that is not the service account's own. A login that reaches a role of several privileges is named once a role. */
export function findIntruders(writers: readonly LogWriter[], guard: LogGuard): readonly LogIntruder[] {
  const intruders: LogIntruder[] = [];
  const membershipsTold = new Set<string>();
  for (const writer of writers) {
    const allowed = writer.what === 'schema' ? guard.accountsOfSchema : [guard.ownAccount];
    // The predefined role that writes everything is nobody by itself: only its members count.
    if (writer.what !== 'server' && !writer.superuser && !allowed.includes(writer.role)) intruders.push({ writer, via: null });
    // Who reaches a role that is itself reported goes away with it, and a superuser's members are in for more than the log.
    const membersCount = writer.what === 'server' || writer.superuser || allowed.includes(writer.role);
    if (!membersCount) continue;
    for (const member of writer.members) {
      const key = JSON.stringify([writer.role, member]);
      if (allowed.includes(member) || membershipsTold.has(key)) continue;
      membershipsTold.add(key);
      intruders.push({ writer, via: member });
    }
  }
  return intruders;
}
