import { css, html, LitElement, type TemplateResult } from 'lit'
import type { Change, Issue } from '../../../../server/contracts/issue.ts'
import type { VolumeNotice } from '../../../../server/contracts/volume-notice.ts'
import type { IssuesApi } from '../../data/issues-api.ts'
import { systemClock } from '../../platform/clock.ts'
import { PollController } from '../poll-controller.ts'
import { ChangeDialog } from './change-dialog.ts'
import './day-view.ts'

const LOOK_MS = 30_000
const DAY = 86_400_000

/** Reads what was changed, and shows the day with it. */
export class DayPane extends LitElement {
  static override properties = {
    api: { attribute: false },
    issues: { attribute: false },
    notices: { attribute: false },
    now: { attribute: false },
    mayAct: { attribute: false },
    changes: { state: true },
  }
  static override styles = css`
    :host {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      min-height: 0;
    }
  `
  declare api: Pick<IssuesApi, 'changes' | 'addChange'> | null
  declare issues: readonly Issue[]
  declare notices: readonly VolumeNotice[]
  declare now: number
  declare mayAct: boolean
  declare private changes: readonly Change[] | null
  readonly #poll = new PollController(this, {
    ask: async () => (this.api === null ? null : this.api.changes(systemClock.now() - DAY)),
    everyMs: LOOK_MS,
    clock: systemClock,
    onAnswer: (changes) => (this.changes = changes ?? this.changes),
  })

  constructor() {
    super()
    this.api = null
    this.issues = []
    this.notices = []
    this.now = 0
    this.mayAct = false
    this.changes = null
  }

  override render(): TemplateResult {
    return html`<earshot-day-view
        .issues=${this.issues}
        .changes=${this.changes}
        .notices=${this.notices}
        .now=${this.now}
        .mayAct=${this.mayAct}
        @open-issue=${(event: CustomEvent<string>) =>
          this.dispatchEvent(new CustomEvent('open-issue', { detail: event.detail }))}
        @post-change=${() => void this.#dialog?.ask()}
      ></earshot-day-view>
      <earshot-change-dialog
        .api=${this.api}
        @posted=${() => void this.#poll.look()}
      ></earshot-change-dialog>`
  }

  get #dialog(): ChangeDialog | null {
    const found = this.renderRoot.querySelector('earshot-change-dialog')
    return found instanceof ChangeDialog ? found : null
  }
}

customElements.define('earshot-day-pane', DayPane)
