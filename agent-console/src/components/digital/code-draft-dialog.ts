import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { CodeDraft, CodeEntry } from '../../../../server/contracts/issue-desk.ts'
import type { RuleFault } from '../../../../server/contracts/rule-desk.ts'
import type { CodeMark } from '../../data/code-marks.ts'
import type { IssuesApi } from '../../data/issues-api.ts'
import { ApiError } from '../../data/requests.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import '../rules/code-editor.ts'
import { dialogStyles } from '../rules/dialog.styles.ts'
import { stopKeys } from './action-dialog.ts'
import { panels } from './panel.styles.ts'

type Phase = 'loading' | 'editing' | 'saving' | 'failed'

/**
 * The code that was drafted from an issue, with its tests, to be read and changed before it is saved. Fires `saved`
 * with the `CodeEntry`.
 */
export class CodeDraftDialog extends LitElement {
  static override properties = {
    api: { attribute: false },
    phase: { state: true },
    draft: { state: true },
    faults: { state: true },
    problem: { state: true },
  }
  static override styles = [
    controls,
    dialogStyles,
    panels,
    css`
      dialog {
        width: min(1180px, 100vw - 48px);
        max-width: none;
      }
      .texts {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--es-3);
      }
      .text {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        height: min(52vh, 560px);
        border: 1px solid var(--es-border);
        border-radius: var(--es-radius-s);
        overflow: hidden;
      }
      h3 {
        margin: 0;
        padding: var(--es-2) var(--es-3);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-sunken);
      }
      code {
        color: var(--es-ink-3);
        font: 400 var(--es-text-xs) / 1.4 var(--es-mono);
      }
      .problem {
        margin: var(--es-3) 0 0;
        border: 0;
        border-radius: var(--es-radius-s);
      }
    `,
  ]
  declare api: Pick<IssuesApi, 'draftCode' | 'saveCode'> | null
  declare private phase: Phase
  declare private draft: CodeDraft | null
  declare private faults: readonly RuleFault[]
  declare private problem: string | null

  constructor() {
    super()
    this.api = null
    this.phase = 'loading'
    this.draft = null
    this.faults = []
    this.problem = null
  }

  async open(issueId: string): Promise<void> {
    this.phase = 'loading'
    this.draft = null
    this.faults = []
    this.problem = null
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    try {
      this.draft = (await this.api?.draftCode(issueId)) ?? null
      this.phase = 'editing'
    } catch (error) {
      this.phase = 'failed'
      this.problem = error instanceof ApiError ? error.message : 'The server did not answer.'
    }
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @keydown=${stopKeys}>
      <h2 id="heading">Make a code of it</h2>
      <p>
        From now on every contact with these phrases counts, in calls and in writing alike. Read it, take out
        what is too general, and save: it is in force at once.
      </p>
      ${this.phase === 'loading' ? html`<p role="status">Drafting…</p>` : nothing}
      ${this.draft === null ? nothing : this.#texts(this.draft)}
      <div role="alert">
        ${this.problem === null ? nothing : html`<p class="problem">${icon('alert', 16)} ${this.problem}</p>`}
      </div>
      <div class="answers">
        <button class="button" type="button" @click=${this.#close}>Cancel</button>
        <button
          class="button primary"
          type="button"
          ?disabled=${this.draft === null || this.phase === 'saving'}
          @click=${() => void this.#save()}
        >
          ${icon('save', 16)} ${this.phase === 'saving' ? 'Saving…' : 'Save the code'}
        </button>
      </div>
    </dialog>`
  }

  #texts(draft: CodeDraft): TemplateResult {
    return html`<div class="texts">
      ${this.#text({ name: 'Code', file: draft.file, text: draft.text, key: 'text' })}
      ${this.#text({ name: 'Tests', file: draft.testFile, text: draft.testText, key: 'testText' })}
    </div>`
  }

  #text(part: {
    readonly name: string
    readonly file: string
    readonly text: string
    readonly key: 'text' | 'testText'
  }): TemplateResult {
    return html`<section class="text" aria-label=${part.name}>
      <h3>${part.name} <code>${part.file}</code></h3>
      <earshot-code-editor
        .label=${`${part.name}: ${part.file}`}
        .text=${part.text}
        .marks=${this.#marks(part.file)}
        @edit=${(event: CustomEvent<string>) => this.#edit({ [part.key]: event.detail })}
      ></earshot-code-editor>
    </section>`
  }

  #marks(file: string): readonly CodeMark[] {
    const name = file.slice(file.lastIndexOf('/') + 1)
    return this.faults.filter((fault) => fault.file.endsWith(name))
  }

  #edit(change: Partial<Pick<CodeDraft, 'text' | 'testText'>>): void {
    if (this.draft === null) return
    this.draft = { ...this.draft, ...change }
    this.problem = null
  }

  async #save(): Promise<void> {
    const { draft, api } = this
    if (draft === null || api === null) return
    this.phase = 'saving'
    this.problem = null
    this.faults = []
    try {
      // Who writes another id into the text means it.
      const code = await api.saveCode({ ...draft, id: idIn(draft.text) ?? draft.id })
      this.#close()
      this.dispatchEvent(new CustomEvent<CodeEntry>('saved', { detail: code }))
    } catch (error) {
      this.#refused(error)
    }
    this.phase = 'editing'
  }

  #refused(error: unknown): void {
    this.faults = error instanceof ApiError ? error.faults : []
    const [first] = this.faults
    const server = error instanceof ApiError ? error.message : 'The server did not answer. Your text is kept.'
    this.problem =
      first === undefined
        ? `Not saved: ${server}`
        : `Not saved: line ${first.line} of ${first.file}: ${first.message}`
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close()
  }
}

function idIn(text: string): string | null {
  return /^\s*(?:- )?id:\s*['"]?([\w.-]+)/m.exec(text)?.[1] ?? null
}

customElements.define('earshot-code-draft-dialog', CodeDraftDialog)
