/**
 * Server settings of the two embedded clusters. Durability is never traded for speed: what is acknowledged has
 * reached the disk (`tests/requirements/stack.test.ts` asks the running servers).
 */
export type Settings = Readonly<Record<string, string>>;

export const durability: Settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

const everyCluster: Settings = {
  ...durability,
  // Only the unix socket in a 0700 folder; the way in for people is the token gateway.
  listen_addresses: "''",
  unix_socket_permissions: '0700',
  max_connections: '200',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_directory: 'log',
  log_filename: "'postgresql-%Y%m%d-%H%M%S.log'",
  log_rotation_age: '1d',
  log_rotation_size: '64MB',
};

export const metadataSettings: Settings = {
  ...everyCluster,
  shared_buffers: '128MB',
};

export const warehouseSettings: Settings = {
  ...everyCluster,
  shared_buffers: '256MB',
  work_mem: '16MB',
  // The warehouse's own record of who ran what. Parameters are trimmed: a pasted table must not be logged twice over.
  log_statement: 'all',
  log_parameter_max_length: '1024',
};

/** The superuser of both clusters; reachable only through the socket in the 0700 folder. */
export const superuser = 'postgres';

/** Members of this role present an access token; the gateway verifies it, so the socket asks for nothing more. */
export const tokenLogins = 'token_logins';

/** No line lets a warehouse login in: it has no role here, and no password would help. */
export const metadataAccess = `
# type  database            user               method
local   all                 ${superuser}           trust
local   all                 penstock           trust
local   identity_provider   identity_provider  trust
`;

export const warehouseAccess = `
# type  database  user              method
local   all       ${superuser}          trust
local   all       +${tokenLogins}     trust
local   all       all               password
`;

export function configurationFile(settings: Settings, socketFolder: string): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value.startsWith("'") ? value : `'${value}'`}`);
  return ['# Written by Penstock at every start.', `unix_socket_directories = '${socketFolder.replaceAll("'", "''")}'`, ...lines, ''].join(
    '\n',
  );
}
