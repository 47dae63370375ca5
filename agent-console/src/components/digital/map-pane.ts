import { css, html, LitElement, type TemplateResult } from 'lit'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { IssueMap } from '../../../../server/contracts/issue-desk.ts'
import type { IssuesApi } from '../../data/issues-api.ts'
import { systemClock } from '../../platform/clock.ts'
import { PollController } from '../poll-controller.ts'
import './code-map.ts'

const LOOK_MS = 30_000

/** Reads the map of a period again and again, and shows it. */
export class MapPane extends LitElement {
  static override properties = {
    api: { attribute: false },
    issues: { attribute: false },
    map: { state: true },
    hours: { state: true },
  }
  static override styles = css`
    :host {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      min-height: 0;
    }
  `
  declare api: Pick<IssuesApi, 'map'> | null
  declare issues: readonly Issue[]
  declare private map: IssueMap | null
  declare private hours: number
  readonly #poll = new PollController(this, {
    ask: async () => (this.api === null ? null : this.api.map(this.hours)),
    everyMs: LOOK_MS,
    clock: systemClock,
    onAnswer: (map) => (this.map = map ?? this.map),
  })

  constructor() {
    super()
    this.api = null
    this.issues = []
    this.map = null
    this.hours = 24
  }

  override render(): TemplateResult {
    return html`<earshot-code-map
      .map=${this.map}
      .hours=${this.hours}
      .issues=${this.issues}
      @choose-hours=${(event: CustomEvent<number>) => this.#choose(event.detail)}
    ></earshot-code-map>`
  }

  #choose(hours: number): void {
    this.hours = hours
    this.map = null
    void this.#poll.look()
  }
}

customElements.define('earshot-map-pane', MapPane)
