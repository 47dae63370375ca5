import { html, nothing, type TemplateResult } from 'lit'
import type { MoodSummary } from '../../../server/contracts/events.ts'
import { moodTurn } from '../data/mood-turn.ts'
import { moodWords, type MoodWords } from '../data/mood-words.ts'
import { type SparkBox, sparkPath } from '../data/spark-path.ts'

/** How a customer sounds in a word, with where it is going. */
export function moodOf(mood: MoodSummary): MoodWords {
  return moodWords({ level: mood.level, trend: moodTurn(mood), sustained: false })
}

/** How a customer has sounded through the call as a small line, and the word for now; a dash where nothing tells. */
export function moodLine(mood: MoodSummary | null, box: SparkBox): TemplateResult {
  if (mood === null) return html`<span class="muted">–</span>`
  const { text, tone, turn } = moodOf(mood)
  const { width, height } = box
  return html`<span class="mood ${tone}" title=${turn === null ? text : `${text}, getting ${turn}`}
    ><svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
      <path class="zero" d="M0 ${height / 2}H${width}"></path>
      <path class="curve" d=${sparkPath(mood.levels, box)}></path>
    </svg>
    <span class="mood-word">${text}</span
    >${turn === null ? nothing : html`<span class="unseen">, getting ${turn}</span>`}</span
  >`
}
