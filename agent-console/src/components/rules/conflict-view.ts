import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { RuleDetail } from '../../../../server/contracts/rule-desk.ts'
import { formatWhen } from '../../data/format.ts'
import { changedParts, lineDiff } from '../../data/line-diff.ts'
import type { RuleTexts } from '../../data/rule-draft.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'

/**
 * Somebody else changed the rule: shows their changes, and asks whose text goes on. Fires `keep-mine` and
 * `take-theirs`.
 */
export class ConflictView extends LitElement {
  static override properties = { base: { attribute: false }, theirs: { attribute: false } }
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        max-height: min(300px, 26vh);
        overflow: auto;
        padding: var(--es-3) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-medium-tint);
        font-size: var(--es-text-s);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2);
        align-items: center;
      }
      .head p {
        flex: 1;
        min-width: 240px;
        color: var(--es-medium);
        font-weight: 600;
      }
      .head svg {
        color: var(--es-medium);
      }
      .button {
        min-height: 30px;
        padding: 0 var(--es-3);
        font-size: var(--es-text-s);
      }
      h3 {
        margin: var(--es-3) 0 var(--es-1);
        font-size: var(--es-text-xs);
        font-weight: 650;
      }
      .diff {
        overflow: auto hidden;
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-s);
        background: var(--es-surface);
        font: 400 var(--es-text-xs) / 18px var(--es-mono);
      }
      .diff span {
        display: block;
        min-width: max-content;
        padding: 0 var(--es-2);
        white-space: pre;
      }
      .gone {
        background: var(--es-critical-tint);
        color: var(--es-critical);
      }
      .new {
        background: var(--es-low-tint);
        color: var(--es-low);
      }
      .gap {
        color: var(--es-ink-3);
      }
    `,
  ]
  declare base: RuleTexts | null
  declare theirs: RuleDetail | null

  constructor() {
    super()
    this.base = null
    this.theirs = null
  }

  override render(): TemplateResult | typeof nothing {
    const { base, theirs } = this
    if (base === null || theirs === null) return nothing
    const [newest] = theirs.versions
    const who =
      newest === undefined || newest.by === 'file'
        ? 'The file was changed'
        : `${newest.by} changed this rule (${formatWhen(newest.at)})`
    return html`
      <div class="head" role="alert">
        ${icon('alert', 18)}
        <p>${who} after you began. Your text is kept and not saved yet.</p>
        <button class="button" type="button" @click=${() => this.#tell('take-theirs')}>
          Drop mine, take theirs
        </button>
        <button class="button" type="button" @click=${() => this.#tell('keep-mine')}>Go on with mine</button>
      </div>
      ${this.#diff('What they changed in the rule', base.text, theirs.text)}
      ${this.#diff('What they changed in the tests', base.testText, theirs.testText)}
    `
  }

  #diff(name: string, before: string, after: string): TemplateResult | typeof nothing {
    if (before === after) return nothing
    const signs = { gone: '− ', new: '+ ', same: '  ' } as const
    return html`<h3>${name}</h3>
      <div class="diff" tabindex="0" role="group" aria-label=${name}>
        ${changedParts(lineDiff(before, after)).map((part) =>
          part.kind === 'gap'
            ? html`<span class="gap">… ${part.lines} unchanged</span>`
            : html`<span class=${part.kind}>${signs[part.kind]}${part.text}</span>`,
        )}
      </div>`
  }

  #tell(type: 'keep-mine' | 'take-theirs'): void {
    this.dispatchEvent(new CustomEvent(type))
  }
}

customElements.define('earshot-conflict-view', ConflictView)
