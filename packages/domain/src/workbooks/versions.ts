/** Which of a document's two versions a person sees. */
import type { Right } from './rights.ts';

export type DocumentVersion = 'draft' | 'published';

/**
 * Who may edit sees the draft, unless they ask for what is published. Everybody else sees what is published; before the
 * first publishing there is only the draft, which they then see and cannot change.
 */
export function versionFor(
  right: Right,
  wanted: DocumentVersion | null,
  isPublished: boolean,
): DocumentVersion | 'not-permitted' | 'not-published' {
  if (wanted === 'published') return isPublished ? 'published' : 'not-published';
  if (right === 'edit' || !isPublished) return 'draft';
  return wanted === 'draft' ? 'not-permitted' : 'published';
}
