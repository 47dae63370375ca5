import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { BehindWhat, OutcomeBehind } from '../../../../server/contracts/figures.ts'
import { ruleTitle } from '../../data/figures-rules.ts'
import { formatCallTime, formatWhen, shortId } from '../../data/format.ts'
import { momentLink } from '../../data/moment.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { REASON_TEXTS, STATE_NAMES, VERDICT_NAMES } from '../../design/wording.ts'
import type { AskedBehind } from './rule-figures.ts'

const WHAT_NAMES: Readonly<Record<BehindWhat, string>> = {
  shown: 'shown',
  unseen: 'shown, and painted on no screen',
  used: 'used or useful',
  'not-now': 'not now',
  wrong: 'called wrong',
  retracted: 'withdrawn',
  held: 'held back',
}

/** The outcomes behind a figure of a rule, each with the way to its call. Escape closes it. */
export class BehindDialog extends LitElement {
  static override properties = {
    asked: { state: true },
    outcomes: { state: true },
    failed: { state: true },
  }
  static override styles = [
    controls,
    css`
      dialog {
        width: min(560px, 100vw);
        max-width: none;
        height: 100vh;
        max-height: none;
        margin: 0 0 0 auto;
        padding: var(--es-4);
        border: 0;
        overflow: auto;
        background: var(--es-surface);
        box-shadow: var(--es-shadow);
        color: var(--es-ink);
      }
      dialog::backdrop {
        background: var(--es-scrim);
      }
      .head {
        display: flex;
        gap: var(--es-3);
        align-items: start;
        justify-content: space-between;
        margin-bottom: var(--es-3);
      }
      h2 {
        font-size: var(--es-text-l);
        font-weight: 650;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--es-3);
        padding: var(--es-2) 0;
        border-top: 1px solid var(--es-border);
        font-size: var(--es-text-s);
      }
      .about {
        grid-column: 1;
        color: var(--es-ink-3);
      }
      a {
        white-space: nowrap;
      }
    `,
  ]
  declare private asked: AskedBehind | null
  /** Null: they are on their way. */
  declare private outcomes: readonly OutcomeBehind[] | null
  declare private failed: boolean

  constructor() {
    super()
    this.asked = null
    this.outcomes = null
    this.failed = false
  }

  async open(asked: AskedBehind, read: () => Promise<readonly OutcomeBehind[]>): Promise<void> {
    this.asked = asked
    this.outcomes = null
    this.failed = false
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    const found = await read().catch(() => null)
    // Another figure may have been asked for meanwhile.
    if (this.asked !== asked) return
    this.failed = found === null
    this.outcomes = found
  }

  override render(): TemplateResult {
    const { asked } = this
    return html`<dialog aria-labelledby="heading">
      ${
        asked === null
          ? nothing
          : html`<div class="head">
                <div>
                  <h2 id="heading">${ruleTitle(asked.rule)}</h2>
                  <p class="muted">${WHAT_NAMES[asked.what]}, newest first</p>
                </div>
                <button class="icon-button" type="button" aria-label="Close" @click=${this.#close}>
                  ${icon('close')}
                </button>
              </div>
              ${this.#list()}`
      }
    </dialog>`
  }

  #list(): TemplateResult {
    if (this.failed) return html`<p role="alert">They could not be read. Close this and try again.</p>`
    if (this.outcomes === null) return html`<p class="muted">Looking for them…</p>`
    if (this.outcomes.length === 0) return html`<p class="muted">There are none any more.</p>`
    return html`<ol>
      ${this.outcomes.map((outcome) => item(outcome))}
    </ol>`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

function item(outcome: OutcomeBehind): TemplateResult {
  const { callId, atMs, createdAt, kind, state, reason, seen, verdicts } = outcome
  const painted = state === 'held' ? '' : seen ? 'Painted.' : 'Painted on no screen.'
  const said = verdicts.map((verdict) => VERDICT_NAMES[verdict]).join(', ')
  return html`<li>
    <span>
      ${formatWhen(createdAt)} · ${kind},
      ${STATE_NAMES[state].toLowerCase()}${said === '' ? '' : html` · <b>${said}</b>`}
    </span>
    <a href=${momentLink(callId, atMs)} title=${callId}
      ><span class="unseen">Call </span>${shortId(callId)}
      <span class="tabular">${formatCallTime(atMs)}</span></a
    >
    <span class="about">${REASON_TEXTS[reason]} ${painted}</span>
  </li>`
}

customElements.define('earshot-behind-dialog', BehindDialog)
