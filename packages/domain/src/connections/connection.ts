/** Facts about a connection that rules decide on. Secrets are not among them. */
export interface Connection {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly type: 'postgresql';
  readonly authentication: 'static' | 'oauth';
  /** `organization`: the sign-in client's token; `independent`: a client of its own. `null` on static connections. */
  readonly oauth: { readonly level: 'organization' | 'independent'; readonly audience: string; readonly scopes: readonly string[] } | null;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** `require`: encrypted and the certificate verified. `off`: for warehouses on the same machine. */
  readonly tls: 'require' | 'off';
  readonly hasServiceAccount: boolean;
  /** Login of the service account; `null` without one. */
  readonly serviceAccountLogin: string | null;
  /**
   * On static connections: name of the member attribute whose value is the role that a session takes when somebody reads;
   * `null`: the login's own rights.
   */
  readonly roleAttribute: string | null;
  readonly writeAccess: boolean;
  readonly editLogDestination: SchemaPath | null;
  /** Grows with every change of configuration; part of every cache and pool key. */
  readonly generation: number;
}

/** A database (catalog) and a schema; each part any legal name, quoted by the dialect. */
export interface SchemaPath {
  readonly database: string;
  readonly schema: string;
}

export interface WriteDestination extends SchemaPath {
  /** UUID. */
  readonly id: string;
  readonly position: number;
}
