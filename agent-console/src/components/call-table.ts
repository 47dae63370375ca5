import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import { DEFAULT_SORT, nextSort, type Sort, type SortKey, SteadyOrder } from '../data/board-sort.ts'
import type { CallView } from '../data/call-view.ts'
import { formatCallTime, formatSeconds, formatSilence, shortId } from '../data/format.ts'
import { lagLevel } from '../data/lag.ts'
import { tileWords } from '../data/tile-words.ts'
import { urgencyOf } from '../data/urgency.ts'
import { controls, severities, urgencies } from '../design/controls.ts'
import { icon } from '../design/icons.ts'
import { CASE_STATE_NAMES, URGENCY_NAMES } from '../design/wording.ts'
import { systemClock } from '../platform/clock.ts'
import { callTableStyles, ROW_HEIGHT } from './call-table.styles.ts'
import { moodLine } from './mood-line.ts'
import { moodLineStyles } from './mood-line.styles.ts'
import { talkSplit } from './talk-split.ts'
import { visibleRows } from './visible-rows.ts'

const COLUMNS: readonly { readonly key: SortKey; readonly name: string; readonly title: string }[] = [
  { key: 'agent', name: 'Agent', title: 'Agent, team and call' },
  { key: 'queue', name: 'Queue', title: 'Queue' },
  { key: 'duration', name: 'Duration', title: 'Duration' },
  { key: 'mood', name: 'Mood', title: 'How the customer sounds, by the words alone' },
  { key: 'talk', name: 'Talk', title: 'How the talking is split' },
  { key: 'silence', name: 'Silence', title: 'How long nobody has spoken' },
  { key: 'lag', name: 'Lag', title: 'How much later words come than they are spoken' },
  { key: 'alerts', name: 'Alerts', title: 'Alerts, open ones first' },
  { key: 'urgency', name: 'Need', title: 'How much the call needs somebody, 0 to 100' },
]

/** So long a silence is worth noticing. */
const NOTICED_SILENCE_MS = 20_000
const SPARK = { width: 56, height: 20 }

/**
 * Live calls, one row each. Only rows in view are in the document, so a thousand calls cost what thirty
 * cost. Rows stand still under the pointer and the keyboard. Fires `open-call` with the call id as detail, and
 * `sort` with the order that somebody wants.
 */
export class CallTable extends LitElement {
  static override properties = {
    calls: { attribute: false },
    openCall: { attribute: false },
    sort: { attribute: false },
    scrollTopPx: { state: true },
    heightPx: { state: true },
  }
  static override styles = [controls, severities, urgencies, moodLineStyles, callTableStyles]
  declare calls: readonly CallView[]
  declare openCall: string | null
  declare sort: Sort
  declare private scrollTopPx: number
  declare private heightPx: number
  readonly #order = new SteadyOrder()
  #rows: readonly CallView[] = []
  #resize: ResizeObserver | null = null

  constructor() {
    super()
    this.calls = []
    this.openCall = null
    this.sort = DEFAULT_SORT
    this.scrollTopPx = 0
    this.heightPx = 800
  }

  override firstUpdated(): void {
    const body = this.renderRoot.querySelector('.body')
    if (body === null) return
    this.#resize = new ResizeObserver(() => (this.heightPx = body.clientHeight))
    this.#resize.observe(body)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resize?.disconnect()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('calls') && !changed.has('sort')) return
    const body = this.renderRoot.querySelector('.body')
    const held = body !== null && (body.matches(':hover') || body.querySelector(':focus-visible') !== null)
    this.#rows = this.#order.rows(this.calls, { sort: this.sort, now: systemClock.now(), held })
  }

  override render(): TemplateResult {
    const rows = this.#rows
    const { from, to } = visibleRows(rows.length, {
      scrollTop: this.scrollTopPx,
      height: this.heightPx,
      rowHeight: ROW_HEIGHT,
    })
    return html`<div class="table" role="table" aria-label="Live calls" aria-rowcount=${rows.length + 1}>
      <div role="rowgroup" class="head">
        <div role="row" class="row" aria-rowindex="1">${COLUMNS.map((column) => this.#header(column))}</div>
      </div>
      <div role="rowgroup" class="body" @scroll=${this.#onScroll}>
        <svg class="space" role="presentation" width="1" height=${from * ROW_HEIGHT}></svg>
        ${repeat(
          rows.slice(from, to),
          (call) => call.callId,
          (call, index) => {
            const open = call.callId === this.openCall
            return guard([call, open, from + index], () => this.#row({ call, open, place: from + index + 2 }))
          },
        )}
        <svg class="space" role="presentation" width="1" height=${(rows.length - to) * ROW_HEIGHT}></svg>
      </div>
      ${rows.length === 0 ? html`<p class="empty">No live calls at the moment.</p>` : nothing}
    </div>`
  }

  #header({ key, name, title }: (typeof COLUMNS)[number]): TemplateResult {
    const isSorted = this.sort.key === key
    const direction = this.sort.descending ? 'descending' : 'ascending'
    return html`<span role="columnheader" class="col-${key}" aria-sort=${isSorted ? direction : 'none'}>
      <button class="sorter" type="button" title=${title} @click=${() => this.#sortBy(key)}>
        ${name}${isSorted ? icon(this.sort.descending ? 'down' : 'up', 12) : nothing}
      </button>
    </span>`
  }

  #row({ call, open, place }: { call: CallView; open: boolean; place: number }): TemplateResult {
    const agent = call.info.agentId ?? 'No agent yet'
    const lag = lagLevel(call.lagMs)
    const team = call.team === null || call.team === '' ? '' : `${call.team} · `
    return html`<div
      role="row"
      class="row ${open ? 'open' : ''}"
      aria-rowindex=${place}
      data-call=${call.callId}
    >
      <span role="cell" class="col-agent">
        <button
          class="opener"
          type="button"
          aria-expanded=${open}
          aria-label="Open call ${call.callId} of ${agent}"
          @click=${() => this.#open(call.callId)}
        >
          ${agent}
        </button>
        <span class="under" title=${call.callId}>${team}${shortId(call.callId)}</span>
      </span>
      <span role="cell" class="col-queue">${call.queue ?? ''}</span>
      <span role="cell" class="col-duration tabular">${formatCallTime(call.atMs)}</span>
      <span role="cell" class="col-mood">${moodLine(call.mood, SPARK)}</span>
      <span role="cell" class="col-talk">${talkSplit(call.talkMs)}</span>
      ${silenceCell(call)}
      <span role="cell" class="col-lag tabular ${lag}"
        >${lag === 'none' ? '–' : formatSeconds(call.lagMs)}</span
      >
      ${alertsCell(call)} ${needCell(call)}
    </div>`
  }

  readonly #onScroll = (event: Event): void => {
    if (event.currentTarget instanceof HTMLElement) this.scrollTopPx = event.currentTarget.scrollTop
  }

  #sortBy(key: SortKey): void {
    this.dispatchEvent(new CustomEvent('sort', { detail: nextSort(this.sort, key) }))
  }

  #open(callId: string): void {
    this.dispatchEvent(new CustomEvent('open-call', { detail: callId, bubbles: true, composed: true }))
  }
}

function silenceCell({ onHold, silenceMs }: CallView): TemplateResult {
  if (onHold) return html`<span role="cell" class="col-silence hold">On hold</span>`
  const noticed = silenceMs >= NOTICED_SILENCE_MS ? 'noticed' : ''
  return html`<span role="cell" class="col-silence tabular ${noticed}">${formatSilence(silenceMs)}</span>`
}

function alertsCell({ alerts, openCase }: CallView): TemplateResult {
  if (alerts === 0 && openCase === null)
    return html`<span role="cell" class="col-alerts tabular"><span class="muted">–</span></span>`
  const state = openCase === null ? 'Done' : CASE_STATE_NAMES[openCase.state]
  const look = openCase === null ? 'over' : `severity-${openCase.severity}`
  return html`<span role="cell" class="col-alerts tabular">
    <span class="count ${look}" title=${state}
      >${openCase?.state === 'owned' ? icon('user', 12) : nothing}${alerts}<span class="unseen"
        >, ${state}</span
      ></span
    >
  </span>`
}

function needCell(call: CallView): TemplateResult {
  const urgency = urgencyOf(call)
  return html`<span role="cell" class="col-urgency tabular">
    <span class="need" data-urgency=${urgency.level} title=${tileWords({ call, urgency })}
      >${urgency.score}<span class="unseen">, ${URGENCY_NAMES[urgency.level]}</span></span
    >
  </span>`
}

customElements.define('earshot-call-table', CallTable)
