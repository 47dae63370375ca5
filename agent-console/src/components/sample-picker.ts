import { css, html, LitElement, type TemplateResult } from 'lit'
import type { SampleCall } from '../data/api.ts'
import { formatCallTime } from '../data/format.ts'
import { controls } from '../design/controls.ts'
import { icon } from '../design/icons.ts'

/** A choice of recorded calls. Fires `play-sample` with the chosen one as detail. */
export class SamplePicker extends LitElement {
  static override properties = {
    samples: { attribute: false },
    chosen: { state: true },
  }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      fieldset {
        margin: 0 0 var(--es-4);
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: var(--es-2);
        padding: 0;
        color: var(--es-ink-2);
        font-size: var(--es-text-s);
        font-weight: 600;
      }
      .choices {
        display: grid;
        gap: 2px;
        max-height: min(56vh, 480px);
        overflow: auto;
        padding: 3px;
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-m);
        background: var(--es-surface);
        scrollbar-width: thin;
      }
      label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 var(--es-3);
        align-items: center;
        padding: var(--es-2) var(--es-3);
        border-radius: var(--es-radius-s);
        cursor: pointer;
      }
      label:hover {
        background: var(--es-hover);
      }
      label:has(:checked) {
        background: var(--es-agent-tint);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--es-focus);
        outline-offset: -2px;
      }
      input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--es-accent);
        outline: none;
      }
      .title {
        font-weight: 550;
      }
      .description {
        grid-column: 2;
        color: var(--es-ink-3);
        font-size: var(--es-text-s);
      }
      .length {
        color: var(--es-ink-3);
        font-size: var(--es-text-s);
      }
    `,
  ]
  declare samples: readonly SampleCall[]
  declare private chosen: string | null

  constructor() {
    super()
    this.samples = []
    this.chosen = null
  }

  override render(): TemplateResult {
    const chosen = this.samples.find((sample) => sample.id === this.chosen) ?? this.samples[0]
    if (chosen === undefined) return html`<p class="muted">There are no sample calls on this server.</p>`
    return html`
      <fieldset>
        <legend>No call at hand? Play a recorded one through the whole system:</legend>
        <div class="choices">${this.samples.map((sample) => this.#choice(sample, sample === chosen))}</div>
      </fieldset>
      <button class="button primary large" type="button" @click=${() => this.#play(chosen)}>
        ${icon('play')} Play a sample call
      </button>
    `
  }

  #choice(sample: SampleCall, checked: boolean): TemplateResult {
    return html`<label>
      <input type="radio" name="sample" .checked=${checked} @change=${() => (this.chosen = sample.id)} />
      <span class="title">${sample.title}</span>
      <span class="length tabular">${formatCallTime(sample.durationMs)}</span>
      <span class="description">${sample.description}</span>
    </label>`
  }

  #play(sample: SampleCall): void {
    this.dispatchEvent(new CustomEvent('play-sample', { detail: sample, bubbles: true, composed: true }))
  }
}

customElements.define('earshot-sample-picker', SamplePicker)
