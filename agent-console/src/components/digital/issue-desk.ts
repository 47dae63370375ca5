import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { IssueActionType } from '../../../../server/contracts/issue-desk.ts'
import { type IssueBenchState, isBusyWith } from '../../data/issue-bench.ts'
import { clockWords, deedWords, featureWords } from '../../data/issue-words.ts'
import { affectedCsvPath } from '../../data/issues-api.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { ACTION_NAMES } from '../../design/issue-wording.ts'
import './floor-line.ts'
import './issue-chart.ts'
import { issueDeskStyles } from './issue-desk.styles.ts'
import { issueFacts } from './issue-facts.ts'
import './issue-head.ts'
import './issue-history.ts'
import './issue-spread.ts'
import './issue-tasks.ts'
import './issue-voices.ts'
import { panels } from './panel.styles.ts'

/**
 * One issue in depth. Fires `ask` with an `IssueActionType`, `finish` with a task's id, `make-code`,
 * `show-affected`, `act-anyway` and `let-go`.
 */
export class IssueDesk extends LitElement {
  static override properties = {
    bench: { attribute: false },
    now: { attribute: false },
    mayAct: { attribute: false },
    maySeeCalls: { attribute: false },
  }
  static override styles = [controls, panels, issueDeskStyles]
  declare bench: IssueBenchState | null
  declare now: number
  declare mayAct: boolean
  declare maySeeCalls: boolean

  constructor() {
    super()
    this.bench = null
    this.now = 0
    this.mayAct = false
    this.maySeeCalls = false
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('bench')?.detail.issue.issueId
    if (changed.has('bench') && before !== this.bench?.detail.issue.issueId)
      this.renderRoot.querySelector('.body')?.scrollTo({ top: 0 })
  }

  override render(): TemplateResult | typeof nothing {
    const { bench } = this
    if (bench === null) return nothing
    const { issue } = bench.detail
    return html`
      <div class="top">
        <earshot-issue-head
          .issue=${issue}
          .now=${this.now}
          .mayAct=${this.mayAct}
          .busy=${bench.task?.type ?? null}
          @ask=${this.#onAsk}
        ></earshot-issue-head>
        ${this.#messages(bench)}
      </div>
      <div class="body" tabindex="0" role="group" aria-label="The issue in depth">
        ${issueFacts(issue)} ${this.#unknown(issue)}
        <div class="parts">
          <div class="main">${this.#main(bench)}</div>
          <div class="side">${this.#side(bench)}</div>
        </div>
      </div>
    `
  }

  #main({ detail }: IssueBenchState): TemplateResult {
    const { issue } = detail
    return html`<section class="panel" aria-label="Contacts over time">
        <earshot-issue-chart .detail=${detail}></earshot-issue-chart>
      </section>
      <earshot-issue-voices
        .issue=${issue}
        .now=${this.now}
        .maySeeCalls=${this.maySeeCalls}
      ></earshot-issue-voices>
      <earshot-issue-spread .issue=${issue} .now=${this.now}></earshot-issue-spread>`
  }

  #side(bench: IssueBenchState): TemplateResult {
    const { issue } = bench.detail
    const finishing = bench.task?.type === 'finish-task' ? bench.task.taskId : null
    return html`<earshot-floor-line
        .issue=${issue}
        .now=${this.now}
        .mayAct=${this.mayAct}
        @ask=${this.#onAsk}
      ></earshot-floor-line>
      <earshot-issue-tasks
        .tasks=${issue.tasks}
        .now=${this.now}
        .mayAct=${this.mayAct}
        .finishing=${finishing}
        @ask=${this.#onAsk}
        @finish=${(event: CustomEvent<string>) => this.#tell('finish', event.detail)}
      ></earshot-issue-tasks>
      ${this.#affected(issue)}
      <earshot-issue-history .issue=${issue} .now=${this.now}></earshot-issue-history>`
  }

  #affected({ issueId }: Issue): TemplateResult {
    return html`<section class="panel" aria-labelledby="affected">
      <h3 id="affected">Customers to call back</h3>
      <div class="affected">
        <button class="button" type="button" @click=${() => this.#tell('show-affected')}>
          ${icon('people', 16)} Show them
        </button>
        <a class="button" href=${affectedCsvPath(issueId)} download="call-back-${issueId}.csv">
          ${icon('download', 16)} CSV
        </a>
      </div>
    </section>`
  }

  #unknown({ code, features }: Issue): TemplateResult | typeof nothing {
    if (code !== null) return nothing
    return html`<div class="unknown">
      <p>
        No code knows this yet. What its contacts have in common:
        <span class="features">${featureWords(features.slice(0, 6))}</span>
      </p>
      ${
        this.mayAct
          ? html`<button class="button" type="button" @click=${() => this.#tell('make-code')}>
              ${icon('plus', 16)} Make a code of it
            </button>`
          : nothing
      }
    </div>`
  }

  #messages(bench: IssueBenchState): TemplateResult {
    const { problem, conflict } = bench
    return html`<div role="alert">
      ${
        problem === null
          ? nothing
          : html`<p class="problem">
              ${icon('alert', 16)} ${problem}
              <button
                class="icon-button"
                type="button"
                aria-label="Close this message"
                @click=${() => this.#tell('let-go')}
              >
                ${icon('close', 16)}
              </button>
            </p>`
      }
      ${
        conflict === null
          ? nothing
          : html`<div class="conflict">
              ${conflict.news.map(
                (entry) =>
                  html`<p>
                    ${entry.by} ${deedWords(entry)} at ${clockWords(entry.at, this.now)}, before
                    you.${entry.note === null ? '' : ` “${entry.note}”`}
                  </p>`,
              )}
              <div class="answers">
                <button
                  class="button primary"
                  type="button"
                  ?disabled=${isBusyWith(bench, conflict.action.type)}
                  @click=${() => this.#tell('act-anyway')}
                >
                  ${ACTION_NAMES[conflict.action.type]} all the same
                </button>
                <button class="button" type="button" @click=${() => this.#tell('let-go')}>Leave it so</button>
              </div>
            </div>`
      }
    </div>`
  }

  readonly #onAsk = (event: CustomEvent<IssueActionType>): void => {
    this.#tell('ask', event.detail)
  }

  #tell(type: string, detail: unknown = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}

customElements.define('earshot-issue-desk', IssueDesk)
