import { ChecklistSet } from './checklists/checklist-set.ts'
import { ArticleIndex } from './knowledge/article-index.ts'
import { NO_FILING } from './wrap-up/filing.ts'
import { FilingFinder } from './wrap-up/filing-finder.ts'

/** What the site has written for its agents, ready to be looked through. Never changed: another one takes its place. */
export interface AssistLibrary {
  readonly checklists: ChecklistSet
  readonly articles: ArticleIndex
  readonly filing: FilingFinder
}

export const EMPTY_LIBRARY: AssistLibrary = {
  checklists: new ChecklistSet([]),
  articles: new ArticleIndex([], new Map()),
  filing: new FilingFinder(NO_FILING),
}

/** Ids of the checklists, with those of their items. */
export function checklistNames({ checklists }: AssistLibrary): ReadonlyMap<string, readonly string[]> {
  return new Map(checklists.checklists.map(({ id, items }) => [id, items.map((item) => item.id)]))
}
