import { css, html, LitElement, type TemplateResult } from 'lit'
import type { Silence } from '../../../../server/contracts/attention.ts'
import type { AttentionApi } from '../../data/attention-api.ts'
import type { FloorNames } from '../../data/floor.ts'
import type { RulesApi } from '../../data/rules-api.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { systemClock } from '../../platform/clock.ts'
import { PollController } from '../poll-controller.ts'
import { type SilenceAbout, SilenceDialog } from './silence-dialog.ts'

const LOOK_MS = 15_000

/** How many silences are in force, and the way to them. */
export class SilenceControl extends LitElement {
  static override properties = {
    api: { attribute: false },
    rules: { attribute: false },
    namesNow: { attribute: false },
    mayAct: { attribute: false },
    silences: { state: true },
    titles: { state: true },
    names: { state: true },
  }
  static override styles = [
    controls,
    css`
      .button {
        min-height: 32px;
        padding: 0 var(--es-3);
        gap: 6px;
        font-size: var(--es-text-s);
      }
      .some {
        border-color: var(--es-warn);
        color: var(--es-warn);
      }
    `,
  ]
  declare api: AttentionApi
  /** Tells the titles of rules. */
  declare rules: Pick<RulesApi, 'list'>
  /** Names on the floor, asked when it is opened. */
  declare namesNow: () => FloorNames
  declare mayAct: boolean
  declare private silences: readonly Silence[]
  declare private titles: ReadonlyMap<string, string>
  declare private names: FloorNames
  readonly #watch = new PollController<readonly Silence[]>(this, {
    ask: () => this.api.silences(),
    everyMs: LOOK_MS,
    clock: systemClock,
    // Without an answer, what was known stands.
    onAnswer: (silences) => (this.silences = silences ?? this.silences),
  })

  constructor() {
    super()
    this.names = { queues: [], agents: [] }
    this.namesNow = () => this.names
    this.mayAct = false
    this.silences = []
    this.titles = new Map()
  }

  /** Opens the list and the form, with what a new silence would be about. */
  async open(about?: SilenceAbout): Promise<void> {
    const [titles] = await Promise.all([this.#titles(), this.#watch.look()])
    this.titles = titles
    this.names = this.namesNow()
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('earshot-silence-dialog')
    if (dialog instanceof SilenceDialog) await dialog.open(about)
  }

  override render(): TemplateResult {
    const { length } = this.silences
    return html`<button
        class="button ${length > 0 ? 'some' : ''}"
        type="button"
        aria-haspopup="dialog"
        title="What is shown to nobody for a while"
        @click=${() => void this.open()}
      >
        ${icon('silent', 16)} Silences <span class="tabular">${length}</span>
      </button>
      <earshot-silence-dialog
        .api=${this.api}
        .silences=${this.silences}
        .titles=${this.titles}
        .queues=${this.names.queues}
        .agents=${this.names.agents}
        .mayAct=${this.mayAct}
        @changed=${() => void this.#watch.look()}
      ></earshot-silence-dialog>`
  }

  async #titles(): Promise<ReadonlyMap<string, string>> {
    try {
      const { rules } = await this.rules.list()
      return new Map(rules.map(({ id, title }) => [id, title]))
    } catch {
      // What is silenced is named by its ids then.
      return this.titles
    }
  }
}

customElements.define('earshot-silence-control', SilenceControl)
