import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { FloorSite } from '../../../server/contracts/floor.ts'
import { type BoardPlace, type BoardView, FIRST_PLACE } from '../data/board-place.ts'
import { type TeamChoice, teamGroups } from '../data/team-choices.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'

/** What stands for "all" in a list of names, which may hold an empty one. */
const ALL = 'all'

/** How the board is looked at: list or map, which site or team, which queue, which words. Fires `place` with what changes. */
export class BoardBar extends LitElement {
  static override properties = {
    place: { attribute: false },
    sites: { attribute: false },
    teams: { attribute: false },
    queues: { attribute: false },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2) var(--es-3);
        align-items: center;
        justify-content: flex-end;
      }
      label {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        font-weight: 600;
      }
      select {
        max-width: 132px;
        min-height: 32px;
        padding: 0 var(--es-2);
        font-size: var(--es-text-s);
        font-weight: 500;
      }
      input {
        width: min(250px, 20vw);
        min-height: 32px;
        font-size: var(--es-text-s);
      }
      .views {
        display: inline-flex;
        border: 1px solid var(--es-border-strong);
        border-radius: var(--es-radius-s);
      }
      .views button {
        display: inline-flex;
        gap: 5px;
        align-items: center;
        min-height: 30px;
        padding: 0 var(--es-3);
        border: 0;
        border-radius: 5px;
        background: none;
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 550;
        cursor: pointer;
      }
      .views [aria-pressed='true'] {
        background: var(--es-accent);
        color: var(--es-accent-ink);
      }
    `,
  ]
  declare place: BoardPlace
  /** Of the floor; what it does not know is among the teams alone. */
  declare sites: readonly FloorSite[]
  /** Empty: those that name none. */
  declare teams: readonly string[]
  declare queues: readonly string[]

  constructor() {
    super()
    this.place = FIRST_PLACE
    this.sites = []
    this.teams = []
    this.queues = []
  }

  /** Puts the keyboard where words are looked for. */
  search(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input')?.focus()
  }

  override render(): TemplateResult {
    const { place } = this
    return html`
      ${this.#teamChoice()} ${this.#queueChoice()}
      <input
        class="field"
        type="search"
        placeholder="Agent, call or rule  ( / )"
        aria-label="Filter calls and alerts"
        .value=${place.words}
        @input=${this.#onWords}
      />
      <div class="views" role="group" aria-label="Show calls as">
        ${this.#view('list', 'List')}${this.#view('map', 'Map')}
      </div>
    `
  }

  #view(view: BoardView, name: string): TemplateResult {
    return html`<button
      type="button"
      aria-pressed=${this.place.view === view}
      @click=${() => this.#change({ view })}
    >
      ${icon(view === 'list' ? 'rules' : 'board', 16)} ${name}
    </button>`
  }

  #teamChoice(): TemplateResult | typeof nothing {
    const { site, team } = this.place
    const groups = teamGroups({ sites: this.sites, names: this.teams }, this.place)
    const choices = groups.flatMap((group) => group.choices)
    // One name is no choice, unless somebody looks at it.
    if (choices.length < 2 && site === null && team === null) return nothing
    const option = (choice: TeamChoice): TemplateResult => {
      const { where, label } = choice
      const isChosen = where.site === site && where.team === team
      return html`<option value=${choices.indexOf(choice)} ?selected=${isChosen}>${label}</option>`
    }
    return this.#select('Team', {
      isAll: site === null && team === null,
      options: groups.map((group) =>
        group.site === null
          ? group.choices.map(option)
          : html`<optgroup label=${group.site}>${group.choices.map(option)}</optgroup>`,
      ),
      choose: (index) => this.#change(choices[index]?.where ?? { site: null, team: null }),
    })
  }

  #queueChoice(): TemplateResult | typeof nothing {
    const { queues: names, place } = this
    if (names.length < 2 && place.queue === null) return nothing
    return this.#select('Queue', {
      isAll: place.queue === null,
      options: names.map(
        (name, index) =>
          html`<option value=${index} ?selected=${place.queue === name}>
            ${name === '' ? 'none' : name}
          </option>`,
      ),
      choose: (index) => this.#change({ queue: names[index] ?? null }),
    })
  }

  #select(
    label: string,
    {
      isAll,
      options,
      choose,
    }: {
      readonly isAll: boolean
      readonly options: unknown
      readonly choose: (index: number) => void
    },
  ): TemplateResult {
    const onChange = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) choose(Number(event.target.value))
    }
    return html`<label
      >${label}
      <select class="field" @change=${onChange}>
        <option value=${ALL} ?selected=${isAll}>all</option>
        ${options}
      </select></label
    >`
  }

  readonly #onWords = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.#change({ words: event.target.value })
  }

  #change(change: Partial<BoardPlace>): void {
    this.dispatchEvent(new CustomEvent('place', { detail: change }))
  }
}

customElements.define('earshot-board-bar', BoardBar)
