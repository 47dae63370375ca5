import type { Channel } from '../../contracts/contact.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { FixWatch } from './fix-watch.ts'
import { Hits } from './hits.ts'
import { memberOf, phraseWeight, type SearchedContact } from './membership.ts'
import { Quotes } from './quotes.ts'

/** The onset is an estimate: contacts of the hour before may be the issue's first ones. */
const BEFORE_ONSET_MS = 3_600_000

/** What the book knows of an issue that nobody is shown: plain data. */
export interface DossierFacts {
  /** Alarms of the detection that are open for it. */
  readonly alarms: readonly string[]
  /** Where its contacts are heard; null: on every channel. */
  readonly heardOn: Channel | null
  /** Highest evidence so far, in proportion to the threshold. */
  readonly evidence: number
  /** Of an issue without a code: the usual share of all contacts, and contacts that the detection named. */
  readonly phraseShare: number
  readonly named: readonly string[]
  readonly fix: FixWatch | null
}

/** One issue with all that belongs to it. */
export class Dossier {
  issue: Issue
  /** As people were told of it last; null: they were not. */
  told: Issue | null = null
  facts: DossierFacts
  readonly hits = new Hits()
  readonly quotes: Quotes
  /** Something changed since it was last told; people's own and the state's changes at once. */
  isDirty = false
  isUrgent = false
  /** The revision under which people, or the state, last changed it; figures change all the time. */
  changedAtRevision = 0
  #isMember: (searched: SearchedContact) => boolean
  #named: ReadonlySet<string>

  constructor(issue: Issue, facts: DossierFacts) {
    this.issue = issue
    this.facts = facts
    this.quotes = new Quotes(issue.code === null ? phraseWeight(issue.features) : null)
    this.#isMember = memberOf({ ...issue, heardOn: facts.heardOn })
    this.#named = new Set(facts.named)
  }

  get isOpen(): boolean {
    return this.issue.state !== 'closed'
  }

  /** Sets the facts, and whom they make a member. */
  learn(facts: Partial<DossierFacts>): void {
    const before = this.facts
    this.facts = { ...before, ...facts }
    if (this.facts.named !== before.named) this.#named = new Set(this.facts.named)
    if (this.facts.heardOn !== before.heardOn) {
      this.#isMember = memberOf({ ...this.issue, heardOn: this.facts.heardOn })
    }
  }

  /** Takes a contact when it is one of the issue's. */
  take(searched: SearchedContact): boolean {
    const { contact } = searched
    if (contact.at < this.issue.onsetAt - BEFORE_ONSET_MS) return false
    if (!this.#named.has(contact.id) && !this.#isMember(searched)) return false
    if (!this.hits.add(contact)) return false
    this.quotes.add(contact)
    this.isDirty = true
    return true
  }

  /** Changes what people are told at once. */
  change(issue: Issue): void {
    this.issue = issue
    this.isDirty = true
    this.isUrgent = true
  }
}
