import type { Issue } from '../../contracts/issue.ts'

/** Closed issues whose revision is remembered, so that an older copy that comes late does not open them again. */
const REMEMBERED = 1000

/** What taking an issue in changed. */
export interface IssueChange {
  /** False: a copy as new or newer was known, and this one says nothing. */
  readonly isNews: boolean
  /** An open issue that is no longer held because there are too many. */
  readonly leftOut: Issue | null
}

/** The newest copy of each issue that is not closed. */
export class LiveIssues {
  readonly #most: number
  /** In the order of their last change. */
  readonly #open = new Map<string, Issue>()
  readonly #closed = new Map<string, number>()

  constructor(limits: { readonly openIssues: number }) {
    this.#most = limits.openIssues
  }

  get size(): number {
    return this.#open.size
  }

  /** The one that changed longest ago first. */
  values(): readonly Issue[] {
    return [...this.#open.values()]
  }

  apply(issue: Issue): IssueChange {
    const { issueId, revision } = issue
    const known = this.#open.get(issueId)?.revision ?? this.#closed.get(issueId) ?? -Infinity
    if (revision <= known) return { isNews: false, leftOut: null }
    this.#open.delete(issueId)
    this.#closed.delete(issueId)
    if (issue.state === 'closed') {
      this.#closed.set(issueId, revision)
      if (this.#closed.size > REMEMBERED) dropOldest(this.#closed)
      return { isNews: true, leftOut: null }
    }
    this.#open.set(issueId, issue)
    return { isNews: true, leftOut: this.#open.size > this.#most ? dropOldest(this.#open) : null }
  }
}

function dropOldest<T>(map: Map<string, T>): T | null {
  const [oldest] = map
  if (oldest === undefined) return null
  map.delete(oldest[0])
  return oldest[1]
}
