/** All that the edit log's code needs of the world, in one object: the product's own parts, or the simulation's twins. */
import type { CrashPoint, DataStore, EditBulletin, EditStore, LogStore } from '@penstock/domain/edit-log/ports';
import type { Deflate, Inflate } from '@penstock/domain/edit-log/import-rows';
import type { Signer } from '@penstock/domain/edit-log/signing-bytes';
import type { Clock } from '@penstock/domain/ports/clock';
import type { EditLogSettings } from './settings.ts';

export interface EditLogPorts {
  readonly store: EditStore;
  readonly log: LogStore;
  readonly data: DataStore;
  readonly bulletin: EditBulletin;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly inflate: Inflate;
  readonly deflate: Deflate;
  /** SHA-256 of a text, hex. */
  readonly hash: (text: string) => string;
  readonly crashPoint: CrashPoint;
  readonly settings: EditLogSettings;
  /** This process; a lease names it. */
  readonly nodeId: string;
  /** Called with what the product could not foresee; the loops go on. */
  readonly onFailure: (where: string, error: unknown) => void;
}
