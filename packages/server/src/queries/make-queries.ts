/** The queries of elements, put together. */
import { PenstockError } from '@penstock/domain/errors/penstock-error';
import type { Clock } from '@penstock/domain/ports/clock';
import type { Dialect } from '@penstock/warehouse/dialect';
import type { ConnectionStore } from '../connections/store.ts';
import type { DataPermissions } from '../data-permissions/data-permissions.ts';
import type { EditLog } from '../edit-log/edit-log.ts';
import type { Reach } from '../input-tables/reach.ts';
import type { Database } from '../metadata/database.ts';
import type { MetadataListener } from '../metadata/listener.ts';
import type { Toggles } from '../run-as-service-account/toggles.ts';
import type { Workbooks } from '../workbooks/workbooks.ts';
import { ElementQueries } from './element-queries.ts';
import { ElementSources } from './element-sources.ts';
import { QueryHistory } from './query-history.ts';
import { ResultCache } from './result-cache.ts';
import type { RunAs } from './run-as.ts';

export interface Queries {
  readonly elementQueries: ElementQueries;
  readonly queryHistory: QueryHistory;
  readonly resultCache: ResultCache;
  readonly sources: ElementSources;
  close(): Promise<void>;
}

interface Needs {
  readonly database: Database;
  readonly notifications: MetadataListener;
  readonly clock: Clock;
  readonly connections: ConnectionStore;
  readonly dataPermissions: DataPermissions;
  readonly editLog: EditLog;
  readonly runAs: RunAs;
  readonly toggles: Toggles;
  readonly workbooks: Workbooks;
  readonly inputTables: Pick<Reach, 'find'>;
  readonly dialect: Dialect;
  readonly limits: QueryLimits;
  readonly waitingRows: ConstructorParameters<typeof ElementQueries>[0]['waitingRows'];
  readonly onError: (error: unknown) => void;
}

export interface QueryLimits {
  readonly queryTimeoutMs: number;
  readonly exportTimeoutMs: number;
  readonly resultCacheBytes: number;
}

export function makeQueries(needs: Needs): Queries {
  const { database, notifications, clock, connections, workbooks, limits } = needs;
  const sources = new ElementSources({
    ...needs,
    sqlType: needs.dialect.inputTables.sqlType,
    inputTable: async (id) => {
      const table = await needs.inputTables.find(id);
      if (table !== null) return table;
      throw new PenstockError('query.element-wrong', 'An input table that the element reads is gone.');
    },
    dataModel: async (documentId) => {
      const model = await workbooks.dataModel(documentId);
      if (model !== null) return model.definition;
      throw new PenstockError('query.element-wrong', 'A data model that the element reads is gone or was never published.');
    },
  });
  const queryHistory = new QueryHistory({ database, clock, onError: needs.onError });
  const resultCache = new ResultCache({ clock, maximumBytes: limits.resultCacheBytes });
  connections.onChanged((connectionId) => resultCache.dropConnection(connectionId));
  // Rare beside queries: whose sign-in it was need not be asked.
  notifications.on('warehouse_credentials_changed', () => resultCache.dropPersons());
  notifications.onGap(() => resultCache.clear());
  const elementQueries = new ElementQueries({
    ...needs,
    sources,
    history: queryHistory,
    cache: resultCache,
    timeoutMs: limits.queryTimeoutMs,
    exportTimeoutMs: limits.exportTimeoutMs,
  });
  return { elementQueries, queryHistory, resultCache, sources, close: () => queryHistory.flush() };
}
