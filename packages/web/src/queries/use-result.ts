/** Rows of an element on the screen: asked anew whenever the question changes, with the earlier answer shown meanwhile. */
import type { DataElement, Definition } from '@penstock/domain/workbooks/definition';
import { leafSources } from '@penstock/domain/queries/leaf-sources';
import { elementsOf } from '@penstock/domain/workbooks/references';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import type { QueryResult, Question } from '../api/queries-contract.ts';
import { useWrites } from '../input-tables/table-changes.ts';
import { useControlValues } from '../workbooks/control-values.tsx';
import { changedControls, questionFor, sameJson, upstreamOf } from './question.ts';
import { ResultPages } from './result-pages.ts';
import { useSavedDefinition } from './saved-definition.ts';
import { withElement } from './use-described.ts';

export interface ResultOf {
  readonly documentId: string;
  readonly definition: Definition;
  readonly version: Question['version'];
  /** The element of the document. */
  readonly element: DataElement;
  /** The element as it is to be shown. */
  readonly shown: DataElement;
}

/** `null`: the server does not have everything yet that the element reads. */
export function useQuestion({ definition, version, element, shown }: ResultOf): Question | null {
  const saved = useSavedDefinition();
  const values = useControlValues();
  const question = useMemo<Question | null>(() => {
    const stored = saved === null ? element : elementsOf(saved).find(({ id }) => id === element.id);
    if (stored === undefined || stored.kind !== shown.kind) return null;
    if (saved !== null && !sameJson(upstreamOf(saved, shown), upstreamOf(definition, shown))) return null;
    return questionFor(stored as DataElement, shown, version, changedControls(definition, values));
  }, [definition, saved, element, shown, version, values]);
  // A question that says the same in other words is the same.
  const key = question === null ? null : JSON.stringify(question);
  const last = useRef<{ readonly key: string | null; readonly question: Question | null }>({ key: null, question: null });
  if (last.current.key !== key) last.current = { key, question };
  return last.current.question;
}

export interface Result {
  /** `null`: nothing was answered yet. */
  readonly pages: ResultPages | null;
  readonly question: Question | null;
  /** A newer answer than the one that is shown is on its way, and was asked for by the person. */
  readonly isWaiting: boolean;
  readonly refresh: () => void;
  /** Grows with everything that was loaded. */
  readonly version: number;
}

/** `rowsOf`: how many of the rows that `limit` counts a page has, where they are not those of the answer. */
export function useResult(of: ResultOf, limit: number, rowsOf?: (page: QueryResult) => number): Result {
  const question = useQuestion(of);
  const path = `/workbooks/${of.documentId}/elements/${of.element.id}/query`;
  const upstream = useMemo(() => JSON.stringify(upstreamOf(of.definition, of.shown)), [of.definition, of.shown]);
  const [version, tick] = useReducer((count: number) => count + 1, 0);
  const [refreshes, refresh] = useReducer((count: number) => count + 1, 0);
  const refreshed = useRef(0);
  const tables = useMemo(() => inputTablesOf(of.definition, of.shown), [of.definition, of.shown]);
  const writes = useWrites(tables);
  const [asked, setAsked] = useState<ResultPages | null>(null);
  const quiet = useRef(false);
  const answered = useRef<ResultPages | null>(null);
  const answeredTo = useRef<Question | null>(null);

  useEffect(() => {
    if (question === null) return undefined;
    const anew = refreshes !== refreshed.current;
    refreshed.current = refreshes;
    const load = (page: { readonly offset: number; readonly limit: number }, signal: AbortSignal): Promise<QueryResult> =>
      api.post<QueryResult>(path, { ...question, ...page, refresh: anew }, { signal });
    const pages = new ResultPages(load, limit, tick, rowsOf);
    pages.want(0, 1);
    // The same rows anew: those that are in sight come with them, so that nobody loses their place.
    const { from, to } = answered.current?.wanted ?? { from: 0, to: 0 };
    const isSame = answeredTo.current === question;
    if (isSame) pages.want(from, to);
    quiet.current = isSame && !anew;
    answeredTo.current = question;
    setAsked(pages);
    return () => pages.dispose();
    // What the element reads has changed, although the question is the same.
  }, [question, path, limit, refreshes, upstream, writes]);

  if (asked?.isReady === true) answered.current = asked;
  const pages = answered.current;
  const isBehind = pages !== asked && !quiet.current;
  return { pages, question, isWaiting: question === null || pages === null || isBehind, refresh, version };
}

/** The input tables that an element reads, directly or through others. */
function inputTablesOf(definition: Definition, element: DataElement): readonly string[] {
  return leafSources(withElement(definition, element), element.id).flatMap((leaf) =>
    leaf.kind === 'input-table' ? [leaf.inputTableId] : [],
  );
}
