import { html, LitElement, nothing, type TemplateResult } from 'lit'
import type { BacktestFiring, BacktestReport } from '../../../../server/contracts/rule-desk.ts'
import { formatCallTime, percent, perHour, shortId } from '../../data/format.ts'
import { readablePhrase } from '../../data/readable-phrase.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { backtestResultsStyles } from './backtest-results.styles.ts'

/** What a draft would have done in kept calls. Fires `open-firing` with the firing, and `backtest`. */
export class BacktestResults extends LitElement {
  static override properties = {
    report: { attribute: false },
    stale: { attribute: false },
    running: { attribute: false },
  }
  static override styles = [controls, backtestResultsStyles]
  declare report: BacktestReport | null
  /** The draft has changed since. */
  declare stale: boolean
  declare running: boolean

  constructor() {
    super()
    this.report = null
    this.stale = false
    this.running = false
  }

  override render(): TemplateResult {
    const { report } = this
    if (report === null) return this.#invitation()
    return html`
      ${this.#summary(report)}
      ${
        report.fired.length === 0
          ? html`<p class="none">It fires in none of these calls.</p>`
          : html`<table>
              <caption class="unseen">
                Where the draft fires
              </caption>
              <thead>
                <tr>
                  <th scope="col">Call</th>
                  <th scope="col" class="time">At</th>
                  <th scope="col">Words</th>
                  <th scope="col" class="now">Rule in force</th>
                </tr>
              </thead>
              <tbody>
                ${report.fired.map((firing) => this.#row(firing))}
              </tbody>
            </table>`
      }
      ${
        report.fired.length < report.count
          ? html`<p class="none">The first ${report.fired.length} of ${report.count} are listed.</p>`
          : nothing
      }
    `
  }

  #invitation(): TemplateResult {
    return html`<div class="invitation">
      <p>Plays the calls that are kept here through this draft, and says where it would have fired.</p>
      ${this.#button()}
    </div>`
  }

  #button(): TemplateResult {
    return html`<button
      class="button"
      type="button"
      ?disabled=${this.running}
      @click=${() => this.dispatchEvent(new CustomEvent('backtest'))}
    >
      ${icon('flask', 16)} ${this.running ? 'Playing calls…' : 'Back-test'}
    </button>`
  }

  #summary(report: BacktestReport): TemplateResult {
    const { calls, callHours, count, now, gained, lost, perAgentHour, precision } = report
    const times = count === 1 ? 'once' : `${count} times`
    return html`<div class="summary">
      <div class="sentence">
        <p>
          Would fire <b>${times}</b> in ${calls} ${calls === 1 ? 'call' : 'calls'}
          <span class="muted">(${callHours.toFixed(1)} h of talk)</span>
        </p>
        <p class="stale" ?hidden=${!this.stale}>The draft has changed since.</p>
      </div>
      <dl>
        ${figure('In force', String(now))} ${figure('New', `+${gained}`, gained > 0 ? 'new' : '')}
        ${figure('Gone', `−${lost}`, lost > 0 ? 'lost' : '')} ${figure('Per hour', perHour(perAgentHour))}
        ${figure('Useful', percent(precision))}
      </dl>
      ${this.#button()}
    </div>`
  }

  #row(firing: BacktestFiring): TemplateResult {
    const { callId, atMs, words, phrase, alsoNow } = firing
    return html`<tr class=${alsoNow ? '' : 'fresh'}>
      <td>
        <button
          class="link"
          type="button"
          title="Open call ${callId}"
          @click=${() => this.dispatchEvent(new CustomEvent('open-firing', { detail: firing }))}
        >
          ${shortId(callId)}
        </button>
      </td>
      <td class="time tabular">${formatCallTime(atMs)}</td>
      <td class="words">
        ${words === '' ? html`<span class="muted">${readablePhrase(phrase)}</span>` : html`<q>${words}</q>`}
      </td>
      <td class="now">
        ${alsoNow ? html`<span class="muted">fires, too</span>` : html`<span class="new">new</span>`}
      </td>
    </tr>`
  }
}

function figure(name: string, value: string, look = ''): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd class="tabular ${look}">${value}</dd>
  </div>`
}

customElements.define('earshot-backtest-results', BacktestResults)
