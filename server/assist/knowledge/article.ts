import type { Article } from '../../contracts/assist.ts'

/** An article with what it is found by. */
export interface KnowledgeArticle extends Article {
  /** Words that callers use for it. */
  readonly keywords: string
  /** In the phrase language: whoever says one of them means this article. */
  readonly phrases: readonly string[]
}
