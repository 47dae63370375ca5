import type { Issue } from '../../../server/contracts/issue.ts'
import type { IssueMap } from '../../../server/contracts/issue-desk.ts'
import type { Clock } from '../platform/clock.ts'
import { mergeIssues } from './issue-list.ts'
import type { IssuesApi } from './issues-api.ts'
import { Poll } from './poll.ts'
import type { ConsoleState } from './store.ts'

/** Open issues come live; issues that were closed before this page was opened come only with the list. */
const LIST_MS = 60_000
const MAP_MS = 60_000
const MAP_HOURS = 24

interface IssueBoardOptions {
  readonly api: Pick<IssuesApi, 'list' | 'map'>
  readonly live: {
    readonly state: Pick<ConsoleState, 'issues'>
    subscribe(listener: () => void): () => void
  }
  readonly clock: Clock
  readonly onChange: () => void
}

/** All issues as they are known: from answers and from what comes live, each in its newest copy. */
export class IssueBoard {
  readonly #options: IssueBoardOptions
  readonly #list: Poll<readonly Issue[]>
  readonly #maps: Poll<IssueMap>
  #issues: ReadonlyMap<string, Issue> = new Map()
  #known = false
  #failed = false
  #map: IssueMap | null = null
  /** Those that nobody had looked at, as they were last told of; null: none have been told of yet. */
  #unseen: ReadonlySet<string> | null = null
  #said = ''
  #endFollowing: () => void = () => undefined

  constructor(options: IssueBoardOptions) {
    this.#options = options
    const { api, clock } = options
    this.#list = new Poll({
      ask: () => api.list(),
      everyMs: LIST_MS,
      clock,
      onAnswer: (issues) => {
        this.#failed = issues === null
        this.#take(issues)
      },
    })
    this.#maps = new Poll({
      ask: () => api.map(MAP_HOURS),
      everyMs: MAP_MS,
      clock,
      onAnswer: (map) => {
        this.#map = map ?? this.#map
        options.onChange()
      },
    })
  }

  get issues(): ReadonlyMap<string, Issue> {
    return this.#issues
  }

  /** Whether the server has told which issues there are. */
  get known(): boolean {
    return this.#known
  }

  /** The list could not be read the last time. */
  get failed(): boolean {
    return this.#failed
  }

  /** Of the last 24 hours; null: not read yet. */
  get map(): IssueMap | null {
    return this.#map
  }

  /** What is new, for those who do not see the list. */
  get said(): string {
    return this.#said
  }

  /** How many issues nobody has looked at. */
  get unseen(): number {
    return this.#unseen?.size ?? 0
  }

  start(): void {
    const { live } = this.#options
    this.#endFollowing = live.subscribe(() => this.#take(live.state.issues?.values() ?? null))
    this.#list.start()
    this.#maps.start()
  }

  close(): void {
    this.#endFollowing()
    this.#list.close()
    this.#maps.close()
  }

  /** Asks for the list now. */
  look(): void {
    void this.#list.look()
  }

  /** A copy that came as an answer to something else. */
  add(issue: Issue): void {
    this.#take([issue])
  }

  #take(issues: Iterable<Issue> | null): void {
    if (issues !== null) {
      this.#known = true
      this.#issues = mergeIssues(this.#issues, issues)
      const unseen = [...this.#issues.values()].filter(({ state }) => state === 'new')
      const fresh = unseen.find(({ issueId }) => this.#unseen?.has(issueId) === false)
      if (fresh !== undefined) this.#said = `New issue: ${fresh.title}.`
      this.#unseen = new Set(unseen.map(({ issueId }) => issueId))
    }
    this.#options.onChange()
  }
}
