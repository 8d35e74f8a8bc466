/**
 * Who may do what in the sample warehouse. The product knows none of this: the grants decide, and it has to find out.
 */
import type { Client } from 'pg';
import { tokenLogins } from '../postgres/settings.ts';

/** Logins with a password of their own; people sign in with a token instead. */
export const passwordLogins = ['svc', 'svc2', 'static_app'] as const;
export type PasswordLogin = (typeof passwordLogins)[number];
export type LoginPasswords = Readonly<Record<PasswordLogin, string>>;

const people = ['alice', 'bob', 'carol'] as const;

/** Makes the logins of the cluster, or gives them these passwords if they are there. Run as superuser. */
export async function prepareLogins(client: Client, passwords: LoginPasswords): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles');
  const present = new Set(rows.map((row) => row.rolname));
  const ensure = async (login: string, options: string): Promise<void> => {
    await client.query(`${present.has(login) ? 'alter' : 'create'} role ${login} ${options}`);
  };
  // A password belongs in no log, not even in this machine's own.
  await client.query(`set log_statement = 'none'`);
  await ensure(tokenLogins, 'nologin');
  for (const login of people) {
    await ensure(login, 'login');
    await client.query(`grant ${tokenLogins} to ${login}`);
  }
  for (const login of passwordLogins) await ensure(login, `login password ${client.escapeLiteral(passwords[login])}`);
  await client.query('reset log_statement');
}

/**
 * Schemas and grants of one warehouse database. `serviceAccount` is the one that keeps edit logs here: `svc` in the
 * first warehouse, `svc2` in the second. Run as superuser in an empty database, before the sample tables are made.
 */
export function schemasAndGrants(serviceAccount: 'svc' | 'svc2'): string {
  return `
    do $$ begin
      execute format('revoke all on database %I from public', current_database());
      execute format('grant connect on database %I to ${tokenLogins}, ${serviceAccount}, static_app', current_database());
    end $$;
    drop schema if exists public;

    create schema src;
    create schema wb_a;
    create schema wb_b;
    create schema wb_svc;
    create schema elog;
    create schema old_wb authorization static_app;

    grant usage on schema src to ${tokenLogins}, ${serviceAccount}, static_app;
    grant usage on schema wb_a, wb_b, wb_svc to ${tokenLogins};
    grant create on schema wb_a, wb_b to alice;
    grant create on schema wb_a to bob;
    grant usage, create on schema wb_svc, elog to ${serviceAccount};

    create table src.orders (
      order_id text not null,
      order_date date not null,
      ship_date date not null,
      ship_mode text not null,
      customer_id text not null,
      customer_name text not null,
      segment text not null,
      country text not null,
      city text not null,
      state text not null,
      postal_code text,
      region text not null,
      product_id text not null,
      category text not null,
      sub_category text not null,
      product_name text not null,
      sales numeric(12, 4) not null,
      quantity integer not null,
      discount numeric(4, 2) not null,
      profit numeric(12, 4) not null,
      account_manager text not null generated always as (case when region in ('East', 'South') then 'alice' else 'bob' end) stored
    );
    comment on table src.orders is 'Superstore orders; account managers see their own';
    alter table src.orders enable row level security;
    create policy own_rows on src.orders for select to alice, bob using (account_manager = current_user);
    create policy all_rows on src.orders for select to ${serviceAccount}, static_app using (true);
    grant select on src.orders to alice, bob, ${serviceAccount}, static_app;
  `;
}

/** Who reads the sample tables that are made later: everybody who has a login. */
export function readableByAll(table: string): string {
  return `grant select on ${table} to ${tokenLogins}, static_app`;
}
