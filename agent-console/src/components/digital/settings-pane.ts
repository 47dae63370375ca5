import { css, html, LitElement, type TemplateResult } from 'lit'
import type { IssueSettings, IssueSettingsReport } from '../../../../server/contracts/issue-desk.ts'
import type { IssuesApi } from '../../data/issues-api.ts'
import { ApiError } from '../../data/requests.ts'
import { systemClock } from '../../platform/clock.ts'
import { PollController } from '../poll-controller.ts'
import './issue-settings.ts'

const LOOK_MS = 60_000

/** Reads the settings of issues, and saves them. */
export class SettingsPane extends LitElement {
  static override properties = {
    api: { attribute: false },
    mayAct: { attribute: false },
    report: { state: true },
    problem: { state: true },
    saving: { state: true },
  }
  static override styles = css`
    :host {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      min-height: 0;
    }
  `
  declare api: Pick<IssuesApi, 'settings' | 'saveSettings'> | null
  declare mayAct: boolean
  declare private report: IssueSettingsReport | null
  declare private problem: string | null
  declare private saving: boolean

  constructor() {
    super()
    this.api = null
    this.mayAct = false
    this.report = null
    this.problem = null
    this.saving = false
    new PollController(this, {
      ask: async () => (this.api === null ? null : this.api.settings()),
      everyMs: LOOK_MS,
      clock: systemClock,
      onAnswer: (report) => (this.report = report ?? this.report),
    })
  }

  override render(): TemplateResult {
    return html`<earshot-issue-settings
      .report=${this.report}
      .mayAct=${this.mayAct}
      .problem=${this.problem}
      .saving=${this.saving}
      @save-settings=${(event: CustomEvent<IssueSettings>) => void this.#save(event.detail)}
    ></earshot-issue-settings>`
  }

  async #save(settings: IssueSettings): Promise<void> {
    this.saving = true
    this.problem = null
    try {
      this.report = (await this.api?.saveSettings(settings)) ?? this.report
    } catch (error) {
      this.problem =
        error instanceof ApiError ? `Not saved: ${error.message}` : 'Not saved: the server did not answer.'
    }
    this.saving = false
  }
}

customElements.define('earshot-settings-pane', SettingsPane)
