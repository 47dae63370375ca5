import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import { type MapGroup, mapGroups, type MapTile } from '../data/board-map.ts'
import type { Grouping } from '../data/board-place.ts'
import type { CallView } from '../data/call-view.ts'
import { formatCallTime } from '../data/format.ts'
import { tileWords } from '../data/tile-words.ts'
import { URGENCY_LEVELS } from '../data/urgency.ts'
import { controls, urgencies } from '../design/controls.ts'
import { URGENCY_NAMES } from '../design/wording.ts'
import { systemClock } from '../platform/clock.ts'
import { callMapStyles } from './call-map.styles.ts'
import { stepInTiles } from './tile-keys.ts'

/** Colours that change more often only flicker; a thousand tiles are looked at in one go. */
const DRAW_EVERY_MS = 400
/** Tiles made at once; the rest follows step by step, so that the first look does not make the page hang. */
const ROOM_STEP = 200
const STEP_MS = 30
/** Up to so many calls a tile has room for a name; beyond, for a figure. */
const MOST_LARGE = 60
const MOST_MEDIUM = 240

/**
 * Live calls as tiles in the colour of how much each needs somebody, by team or queue. A tile keeps its place. One
 * tile is a stop of the Tab key, from there the arrow keys lead on. Fires `open-call` with the call id as
 * detail, and `place` with another grouping.
 */
export class CallMap extends LitElement {
  static override properties = {
    calls: { attribute: false },
    grouping: { attribute: false },
    openCall: { attribute: false },
  }
  static override styles = [controls, urgencies, callMapStyles]
  declare calls: readonly CallView[]
  declare grouping: Grouping
  declare openCall: string | null
  #drawnAt = -Infinity
  /** How many tiles there is room for in this step. */
  #room = ROOM_STEP
  #isWhole = false
  /** The call whose tile the Tab key leads to. */
  #stop: string | null = null

  constructor() {
    super()
    this.calls = []
    this.grouping = 'team'
    this.openCall = null
  }

  /** The first time at once, then not too often: news of a thousand calls come every few milliseconds. */
  protected override async scheduleUpdate(): Promise<void> {
    const every = this.#isWhole ? DRAW_EVERY_MS : STEP_MS
    const wait = every - (systemClock.now() - this.#drawnAt)
    if (this.hasUpdated && wait > 0) await new Promise<void>((done) => systemClock.after(wait, done))
    this.#drawnAt = systemClock.now()
    await super.scheduleUpdate()
  }

  override render(): TemplateResult {
    const groups = firstTiles(mapGroups(this.calls, this.grouping), this.#room)
    const ids = groups.flatMap(({ tiles }) => tiles.map(({ call }) => call.callId))
    const stop = this.#stop !== null && ids.includes(this.#stop) ? this.#stop : (ids[0] ?? null)
    const count = this.calls.length
    const size = count <= MOST_LARGE ? 'large' : count <= MOST_MEDIUM ? 'medium' : 'small'
    return html`
      <div class="legend">
        Needs somebody:
        ${URGENCY_LEVELS.map((level) => html`<span><i data-urgency=${level}></i>${URGENCY_NAMES[level]}</span>`)}
        ${this.#groupings()}
      </div>
      <div class="groups ${size}" tabindex="-1" @keydown=${this.#onKey} @focusin=${this.#onFocus}>
        ${repeat(
          groups,
          ({ name }) => name,
          (group) => this.#group(group, { size, stop }),
        )}
        ${ids.length === 0 ? html`<p class="empty">No live calls at the moment.</p>` : nothing}
      </div>
    `
  }

  #groupings(): TemplateResult {
    const choose = (event: Event): void => {
      if (!(event.target instanceof HTMLSelectElement)) return
      const grouping: Grouping = event.target.value === 'queue' ? 'queue' : 'team'
      this.dispatchEvent(new CustomEvent('place', { detail: { grouping } }))
    }
    const option = (grouping: Grouping): TemplateResult =>
      html`<option value=${grouping} ?selected=${this.grouping === grouping}>${grouping}</option>`
    return html`<label
      >Group by
      <select class="field" @change=${choose}>
        ${option('team')}${option('queue')}
      </select></label
    >`
  }

  protected override updated(): void {
    const count = this.calls.length
    this.#room = Math.min(this.#room, count + ROOM_STEP)
    this.#isWhole = this.#room >= count
    if (this.#isWhole) return
    this.#room += ROOM_STEP
    this.requestUpdate()
  }

  #group(group: MapGroup, { size, stop }: { size: string; stop: string | null }): TemplateResult {
    const { name, tiles, counts } = group
    const members = URGENCY_LEVELS.reduce((sum, level) => sum + counts[level], 0)
    const title = name === '' ? `No ${this.grouping}` : name
    return html`<section aria-label=${title}>
      <h2>
        ${title}
        <span class="counts tabular"
          >${members}
          ${members === 1 ? 'call' : 'calls'}${
            counts.urgent > 0 ? html`, <b data-urgency="urgent">${counts.urgent} now</b>` : nothing
          }${counts.warm > 0 ? html`, <b data-urgency="warm">${counts.warm} soon</b>` : nothing}${
            counts.watch > 0 ? `, ${counts.watch} to watch` : ''
          }</span
        >
      </h2>
      <ul class="tiles">
        ${repeat(
          tiles,
          ({ call }) => call.callId,
          (tile) => {
            const open = tile.call.callId === this.openCall
            const isStop = tile.call.callId === stop
            return guard([tile.call, open, isStop, size], () => this.#tile(tile, { open, isStop, size }))
          },
        )}
      </ul>
    </section>`
  }

  #tile(
    { call, urgency }: MapTile,
    { open, isStop, size }: { open: boolean; isStop: boolean; size: string },
  ): TemplateResult {
    const words = tileWords({ call, urgency })
    const figure = urgency.level === 'calm' ? '' : String(urgency.score)
    return html`<li>
      <button
        class="tile"
        type="button"
        data-urgency=${urgency.level}
        data-call=${call.callId}
        aria-expanded=${open}
        aria-label=${words}
        title=${words}
        tabindex=${isStop ? 0 : -1}
        @click=${() => this.#open(call.callId)}
      >
        ${
          size === 'small'
            ? figure
            : html`<span class="name">${call.info.agentId ?? 'No agent'}</span>
                <span class="figure tabular">${figure}</span>
                ${
                  size === 'large'
                    ? html`<span class="under tabular"
                        >${formatCallTime(call.atMs)} ${call.onHold ? 'on hold' : (call.queue ?? '')}</span
                      >`
                    : nothing
                }`
        }
      </button>
    </li>`
  }

  readonly #onFocus = (event: FocusEvent): void => {
    if (event.target instanceof HTMLElement) this.#stop = event.target.dataset['call'] ?? this.#stop
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const tiles = [...this.renderRoot.querySelectorAll<HTMLElement>('.tile')]
    const at = tiles.findIndex((tile) => tile === event.target)
    const to =
      at < 0
        ? null
        : stepInTiles(
            tiles.map((tile) => tile.getBoundingClientRect()),
            { at, key: event.key },
          )
    if (to === null) return
    event.preventDefault()
    const next = tiles[to]
    if (next === undefined) return
    tiles[at]?.setAttribute('tabindex', '-1')
    next.setAttribute('tabindex', '0')
    next.focus()
  }

  #open(callId: string): void {
    this.dispatchEvent(new CustomEvent('open-call', { detail: callId, bubbles: true, composed: true }))
  }
}

/** The groups with as many tiles as there is room for, from the first on. */
function firstTiles(groups: readonly MapGroup[], room: number): readonly MapGroup[] {
  let left = room
  return groups.map((group) => {
    const tiles = group.tiles.slice(0, left)
    left -= tiles.length
    return { ...group, tiles }
  })
}

customElements.define('earshot-call-map', CallMap)
