import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { Issue } from '../../../../server/contracts/issue.ts'
import { beganAt, clockWords, spanWords } from '../../data/issue-words.ts'
import { controls } from '../../design/controls.ts'
import { CHANGE_NAMES, CHANNEL_NAMES, CHANNELS, STEP_NAMES } from '../../design/issue-wording.ts'
import { panels } from './panel.styles.ts'

interface Bar {
  readonly name: string
  readonly count: number
}

/** Where its contacts come from, what was changed just before, and which queues take the calls. */
export class IssueSpread extends LitElement {
  static override properties = { issue: { attribute: false }, now: { attribute: false } }
  static override styles = [
    controls,
    panels,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }
      .panel + .panel {
        border-left: 1px solid var(--es-border);
      }
      h3:not(:first-child) {
        margin-top: var(--es-3);
      }
      .bars {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr) max-content;
        gap: 4px var(--es-2);
        align-items: center;
        font-size: var(--es-text-s);
      }
      .bars dt {
        color: var(--es-ink-2);
      }
      .bars div {
        display: contents;
      }
      .bar {
        height: 10px;
        border-radius: 3px;
        background: var(--es-accent);
      }
      .count {
        font-weight: 650;
        text-align: right;
      }
      li {
        padding: 3px 0;
        font-size: var(--es-text-s);
      }
      .before {
        display: block;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
      .queues {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
    `,
  ]
  declare issue: Issue | null
  declare now: number

  constructor() {
    super()
    this.issue = null
    this.now = 0
  }

  override render(): TemplateResult | typeof nothing {
    const { issue } = this
    if (issue === null) return nothing
    const { byChannel, byStep } = issue.counts
    const channels = CHANNELS.map((key) => ({ name: CHANNEL_NAMES[key], count: byChannel[key] ?? 0 }))
    const steps = Object.entries(STEP_NAMES).map(([key, name]) => ({ name, count: countOf(byStep, key) }))
    return html`<section class="panel" aria-labelledby="from">
        <h3 id="from">By channel</h3>
        ${bars(channels)}
        <h3>By step</h3>
        ${bars(steps)}
      </section>
      <section class="panel" aria-labelledby="before">
        <h3 id="before">What changed just before</h3>
        ${this.#changes(issue)}
        <h3>Queues that take its calls</h3>
        ${
          issue.queues.length === 0
            ? html`<p class="quiet">No calls yet.</p>`
            : html`<ul class="queues">
                ${issue.queues.map((queue) => html`<li><span class="chip">${queue}</span></li>`)}
              </ul>`
        }
      </section>`
  }

  #changes(issue: Issue): TemplateResult {
    const { changesBefore } = issue
    const began = beganAt(issue)
    if (changesBefore.length === 0)
      return html`<p class="quiet">
        Nothing was posted. Let your deployment tool post to <code>/v1/changes</code>.
      </p>`
    return html`<ul>
      ${changesBefore.map(
        ({ title, kind, at }) =>
          html`<li>
            <b>${title}</b>
            <span class="before tabular"
              >${CHANGE_NAMES[kind]}, ${clockWords(at, this.now)},
              ${at <= began ? `${spanWords(began - at)} before it began` : 'after it began'}</span
            >
          </li>`,
      )}
    </ul>`
  }
}

function countOf(counts: Readonly<Record<string, number>>, key: string): number {
  return counts[key] ?? 0
}

function bars(all: readonly Bar[]): TemplateResult {
  const some = all.filter(({ count }) => count > 0).toSorted((one, other) => other.count - one.count)
  const most = Math.max(1, ...some.map(({ count }) => count))
  if (some.length === 0) return html`<p class="quiet">Not known.</p>`
  return html`<dl class="bars">
    ${some.map(
      ({ name, count }) =>
        html`<div>
          <dt>${name}</dt>
          <dd class="bar" aria-hidden="true" style=${styleMap({ width: `${(100 * count) / most}%` })}></dd>
          <dd class="count tabular">${count}</dd>
        </div>`,
    )}
  </dl>`
}

customElements.define('earshot-issue-spread', IssueSpread)
