import type { ArticleHint, AssistState, CallLabel } from '../contracts/assist.ts'
import type { CallInfo } from '../contracts/call.ts'
import { callMs, type CallMs } from '../contracts/time.ts'
import type { CallMessage, Utterance } from '../contracts/transcript.ts'
import type { AssistLibrary } from './assist-library.ts'
import { CallChecklists } from './checklists/call-checklists.ts'
import { CallMood } from './call-mood.ts'
import { RecentWords } from './knowledge/recent-words.ts'

const MOST_ARTICLES = 3

/** What need not be told of a call that has just begun. */
const NOTHING = JSON.stringify({ checklists: [], articles: [], mood: null, labels: [] })

/** What one call's agent can lean on, folded from redacted messages. Pure: the same messages give the same state. */
export class CallAssist {
  readonly #call: CallInfo
  readonly #library: AssistLibrary
  readonly #checklists: CallChecklists
  readonly #mood: CallMood
  readonly #recent = new RecentWords()
  #labels: readonly CallLabel[] = []
  #atMs = callMs(0)
  #revision = 0
  #told = NOTHING
  #searched = ''
  #hints: readonly ArticleHint[] = []

  constructor(call: CallInfo, library: AssistLibrary) {
    this.#call = call
    this.#library = library
    this.#checklists = new CallChecklists(library.checklists, call.attributes)
    this.#mood = new CallMood(call.language)
  }

  get atMs(): CallMs {
    return this.#atMs
  }

  take(message: CallMessage): void {
    this.#atMs = callMs(Math.max(this.#atMs, message.atMs))
    this.#checklists.advance(message.atMs)
    if (message.type === 'update') this.#checklists.learn(message.change.attributes ?? {})
    if (message.type === 'utterance') this.#hear(message)
  }

  /** What was said before this process took the call over; times before the beginning are negative. */
  inherit(finals: readonly Utterance[]): void {
    for (const utterance of finals) this.#hear(utterance)
  }

  addLabel(label: CallLabel): void {
    this.#labels = [...this.#labels.filter(({ labelId }) => labelId !== label.labelId), label]
  }

  /** The state, when it says something that was not told before; else null. */
  news(): AssistState | null {
    const { callId } = this.#call
    const atMs = this.#atMs
    const state = {
      checklists: this.#checklists.state,
      articles: this.#hintsAt(atMs),
      mood: this.#mood.stateAt(atMs),
      labels: this.#labels,
    }
    const text = JSON.stringify(state)
    if (text === this.#told) return null
    this.#told = text
    this.#revision += 1
    return { type: 'assist', callId, revision: this.#revision, atMs, ...state }
  }

  /** Looks again only when the customer has said something else. */
  #hintsAt(atMs: CallMs): readonly ArticleHint[] {
    const said = this.#recent.textsAt(atMs)
    const key = said.join('\n')
    if (key !== this.#searched) {
      this.#searched = key
      this.#hints = this.#library.articles.search(said, { limit: MOST_ARTICLES, asked: false })
    }
    return this.#hints
  }

  #hear(utterance: Utterance): void {
    this.#checklists.take(utterance)
    this.#recent.take(utterance)
    this.#mood.take(utterance)
  }
}
