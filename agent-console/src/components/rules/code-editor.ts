import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { type CodeMark, codeRuns, nextMark, offsetOf, placeOf, worstOf } from '../../data/code-marks.ts'
import { type Token, yamlTokens } from '../../data/yaml-tokens.ts'
import { controls } from '../../design/controls.ts'
import { codeEditorStyles, LINE_HEIGHT } from './code-editor.styles.ts'

/**
 * A text field for YAML: the browser's own `textarea`, so that typing, undo and screen readers are what people
 * know, over a layer that shows the same text in colours with its faults. Tab leaves it; F8 goes from fault
 * to fault. Fires `edit` with the text as detail.
 */
export class CodeEditor extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  }
  static override properties = {
    text: { attribute: false },
    marks: { attribute: false },
    readOnly: { attribute: false },
    label: { attribute: false },
    at: { state: true },
  }
  static override styles = [controls, codeEditorStyles]
  declare text: string
  declare marks: readonly CodeMark[]
  declare readOnly: boolean
  declare label: string
  /** Where the caret is. */
  declare private at: { readonly line: number; readonly column: number }

  constructor() {
    super()
    this.text = ''
    this.marks = []
    this.readOnly = false
    this.label = ''
    this.at = { line: 1, column: 1 }
  }

  /** Puts the caret there and the line in view. */
  goTo(place: { readonly line: number; readonly column: number }): void {
    const area = this.#area
    if (area === null) return
    const offset = offsetOf(area.value, place)
    area.focus({ preventScroll: true })
    area.setSelectionRange(offset, offset)
    this.at = placeOf(area.value, offset)
    const scroller = this.renderRoot.querySelector('.scroller')
    scroller?.scrollTo({
      top: Math.max(0, (place.line - 1) * LINE_HEIGHT - scroller.clientHeight / 3),
      left: 0,
    })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('label')) return
    this.at = { line: 1, column: 1 }
    this.renderRoot.querySelector('.scroller')?.scrollTo(0, 0)
  }

  override render(): TemplateResult {
    const lines = yamlTokens(this.text)
    const marksOf = (index: number): readonly CodeMark[] =>
      this.marks.filter(({ line }) => line === index + 1)
    return html`
      <div class="scroller">
        <div class="sheet">
          <div class="gutter" aria-hidden="true">
            ${lines.map((_, index) => html`<span class="row-number ${worstOf(marksOf(index)) ?? ''}">${index + 1}</span>`)}
          </div>
          <div class="code">
            <div class="layer" aria-hidden="true">
              ${lines.map((tokens, index) => lineOf(tokens, marksOf(index)))}
            </div>
            <textarea
              .value=${this.text}
              aria-label=${this.label}
              aria-describedby="marks"
              aria-invalid=${worstOf(this.marks) === 'error' ? 'true' : 'false'}
              ?readonly=${this.readOnly}
              spellcheck="false"
              autocapitalize="off"
              autocomplete="off"
              wrap="off"
              @input=${this.#onInput}
              @keydown=${this.#onKey}
              @keyup=${this.#onCaret}
              @click=${this.#onCaret}
              @focus=${this.#onCaret}
            ></textarea>
          </div>
        </div>
      </div>
      <div class="foot">
        <span class="tabular place">Line ${this.at.line}, column ${this.at.column}</span>
        <span class="here" aria-live="polite">${this.#here()}</span>
        <span id="marks" class="count">${this.#count()}</span>
      </div>
    `
  }

  #here(): TemplateResult | typeof nothing {
    const mark = this.marks.find(({ line }) => line === this.at.line)
    return mark === undefined ? nothing : html`<span class=${mark.severity}>${mark.message}</span>`
  }

  #count(): TemplateResult | typeof nothing {
    if (this.marks.length === 0) return nothing
    const count = this.marks.length === 1 ? '1 problem' : `${this.marks.length} problems`
    return html`${count} <kbd>F8</kbd>`
  }

  get #area(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea')
  }

  readonly #onInput = (): void => {
    const area = this.#area
    if (area === null) return
    this.text = area.value
    this.#onCaret()
    this.dispatchEvent(new CustomEvent('edit', { detail: area.value }))
  }

  readonly #onCaret = (): void => {
    const area = this.#area
    if (area !== null) this.at = placeOf(area.value, area.selectionStart)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'F8') {
      const mark = nextMark(this.marks, this.at.line, event.shiftKey ? -1 : 1)
      if (mark !== null) this.goTo(mark)
    } else if (
      event.key === 'Enter' &&
      !this.readOnly &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.isComposing
    ) {
      this.#breakLine()
    } else return
    event.preventDefault()
  }

  /** A new line begins where the one before it does, deeper after a colon. */
  #breakLine(): void {
    const area = this.#area
    if (area === null) return
    const before = area.value.slice(0, area.selectionStart)
    const line = before.slice(before.lastIndexOf('\n') + 1)
    const space = /^ */.exec(line)?.[0] ?? ''
    const deeper = /:\s*\|?\s*$/.test(line) ? '  ' : ''
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- The only way to insert that leaves undo whole.
    document.execCommand('insertText', false, `\n${space}${deeper}`)
  }
}

function lineOf(tokens: readonly Token[], marks: readonly CodeMark[]): TemplateResult {
  const runs = codeRuns(tokens, marks)
  const worst = worstOf(marks)
  const message = marks.map((mark) => mark.message).join(' · ')
  return html`<span class="line ${worst ?? ''}"
    ><span class="words"
      >${runs.map(({ kind, text, severity }) => html`<span class="${kind} ${severity ?? ''}">${text}</span>`)}${runs.length === 0 ? '\u200b' : nothing}</span
    >${worst === null ? nothing : html`<span class="lens ${worst}">${message}</span>`}</span
  >`
}

customElements.define('earshot-code-editor', CodeEditor)
