import type { Database } from '../metadata/database.ts';

export interface Installation {
  /** UUID, made once. */
  readonly id: string;
  readonly organizationName: string;
}

/** The installation's own facts. */
export class Installations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<Installation> {
    const { rows } = await this.#database.pool.query<{ id: string; organization_name: string }>(
      'select id, organization_name from installation',
    );
    const [row] = rows;
    if (row === undefined) throw new Error('The installation row is missing.');
    return { id: row.id, organizationName: row.organization_name };
  }

  async rename(organizationName: string): Promise<void> {
    await this.#database.pool.query('update installation set organization_name = $1', [organizationName]);
  }
}
