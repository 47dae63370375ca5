import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { RuleStatus } from '../../../../server/contracts/match.ts'
import type { Demotion } from '../../../../server/contracts/attention.ts'
import type { RuleFault } from '../../../../server/contracts/rule-desk.ts'
import type { CodeMark } from '../../data/code-marks.ts'
import type { BenchState } from '../../data/rule-bench.ts'
import { isUnsaved } from '../../data/rule-draft.ts'
import { ruleIdOf } from '../../data/rule-list.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import './backtest-results.ts'
import './check-results.ts'
import type { TextPlace } from './check-results.ts'
import { CodeEditor } from './code-editor.ts'
import './conflict-view.ts'
import './demotion-notice.ts'
import './life-stepper.ts'
import { ruleDeskStyles } from './rule-desk.styles.ts'
import './rule-head.ts'
import { StatusDialog } from './status-dialog.ts'
import { moveAmong, tab } from './tabs.ts'
import './version-history.ts'

type File = 'rule' | 'test'
type Panel = 'checks' | 'backtest' | 'history'

/** What a person asks of the rule that is open; what it needs is in the event's detail. */
export type DeskAsk = 'save' | 'check' | 'backtest' | 'give-up' | 'keep-mine'

/**
 * One rule at work: in words, its life, its two texts, and what is found in them. Fires `ask` with a `DeskAsk`,
 * `edit-text` with the changed text, `set-status`, and `open-firing`.
 */
export class RuleDesk extends LitElement {
  static override properties = {
    bench: { attribute: false },
    mayWrite: { attribute: false },
    demotion: { attribute: false },
    restore: { attribute: false },
    file: { state: true },
    panel: { state: true },
  }
  static override styles = [controls, ruleDeskStyles]
  declare bench: BenchState | null
  declare mayWrite: boolean
  /** What people said of the rule, when it is shown to nobody for that; null: it is not demoted. */
  declare demotion: Demotion | null
  /** Puts a demoted rule back; null: not for this person. */
  declare restore: ((ruleId: string) => Promise<void>) | null
  declare private file: File
  declare private panel: Panel

  constructor() {
    super()
    this.bench = null
    this.mayWrite = false
    this.demotion = null
    this.restore = null
    this.file = 'rule'
    this.panel = 'checks'
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('bench') || changed.get('bench')?.id === this.bench?.id) return
    this.file = 'rule'
    this.panel = 'checks'
  }

  override render(): TemplateResult | typeof nothing {
    const { bench } = this
    if (bench === null) return nothing
    return html`
      <div class="top">
        <earshot-rule-head .bench=${bench}></earshot-rule-head>
        ${
          this.demotion === null
            ? nothing
            : html`<earshot-demotion-notice
                .demotion=${this.demotion}
                .restore=${this.restore}
              ></earshot-demotion-notice>`
        }
        ${this.#life(bench)} ${this.#messages(bench)}
      </div>
      <div class="work">
        <section class="texts" aria-label="Texts">${this.#bar(bench)} ${this.#editor(bench)}</section>
        <section class="found" aria-label="Results">${this.#panels(bench)}</section>
      </div>
      <earshot-status-dialog
        .detail=${bench.detail}
        @confirm=${(event: CustomEvent<RuleStatus>) => this.#tell('set-status', event.detail)}
      ></earshot-status-dialog>
    `
  }

  #life(bench: BenchState): TemplateResult {
    const { detail, draft, task } = bench
    const unsaved = isUnsaved(draft)
    const hindrance = hindranceOf(bench)
    return html`<div class="life">
      <earshot-life-stepper
        .status=${detail === null ? 'draft' : (detail.rule?.status ?? null)}
        .mayMove=${this.mayWrite}
        .hindrance=${hindrance}
        @move=${(event: CustomEvent<RuleStatus>) => void this.#dialog?.ask(event.detail)}
      ></earshot-life-stepper>
      ${this.mayWrite ? this.#buttons(draft.hash === null, unsaved, task) : html`<span class="chip">Read only</span>`}
    </div>`
  }

  #buttons(fresh: boolean, unsaved: boolean, task: BenchState['task']): TemplateResult {
    return html`<div class="buttons">
      <span class="state" role="status">${unsaved ? 'Unsaved' : ''}</span>
      ${
        unsaved
          ? html`<button class="button" type="button" @click=${() => this.#ask('give-up')}>
              ${fresh ? 'Discard' : 'Revert'}
            </button>`
          : nothing
      }
      <button class="button" type="button" @click=${() => this.#check()}>${icon('check', 16)} Check</button>
      <button class="button" type="button" ?disabled=${task !== null} @click=${() => this.#backtest()}>
        ${icon('flask', 16)} Back-test
      </button>
      <button
        class="button primary"
        type="button"
        title="Ctrl+S"
        ?disabled=${!unsaved || task !== null}
        @click=${() => this.#ask('save')}
      >
        ${icon('save', 16)} ${task === 'saving' ? 'Saving…' : 'Save'}
      </button>
    </div>`
  }

  #messages({ problem, conflict, draft }: BenchState): TemplateResult {
    return html`<div role="alert">
        ${problem === null || conflict !== null ? nothing : html`<p class="problem">${icon('alert', 16)} ${problem}</p>`}
      </div>
      ${
        conflict === null
          ? nothing
          : html`<earshot-conflict-view
              .base=${draft.base}
              .theirs=${conflict}
              @keep-mine=${() => this.#ask('keep-mine')}
              @take-theirs=${() => this.#ask('give-up')}
            ></earshot-conflict-view>`
      }`
  }

  #bar(bench: BenchState): TemplateResult {
    const { draft } = bench
    const faults = (file: File): number => this.#marks(bench, file).length
    const choose = (file: string): void => void (this.file = file === 'test' ? 'test' : 'rule')
    const name = (file: File, text: string): TemplateResult =>
      html`${text}${draft.base[file === 'rule' ? 'text' : 'testText'] === draft[file === 'rule' ? 'text' : 'testText'] ? nothing : html`<span class="changed" title="Changed">●<span class="unseen"> changed</span></span>`}${faults(file) > 0 ? html`<span class="count">${faults(file)}</span>` : nothing}`
    return html`<div class="tabs" role="tablist" aria-label="Files" @keydown=${moveAmong}>
      ${tab({ id: 'rule', name: name('rule', 'Rule'), chosen: this.file, choose, controls: 'text' })}
      ${tab({ id: 'test', name: name('test', 'Tests'), chosen: this.file, choose, controls: 'text' })}
    </div>`
  }

  #editor(bench: BenchState): TemplateResult {
    const { draft } = bench
    const rule = this.file === 'rule'
    return html`<earshot-code-editor
      id="text"
      role="tabpanel"
      aria-label=${rule ? 'Rule' : 'Tests'}
      .label=${`${rule ? 'Rule' : 'Tests'} of ${draft.id}`}
      .text=${rule ? draft.text : draft.testText}
      .marks=${this.#marks(bench, this.file)}
      .readOnly=${!this.mayWrite}
      @edit=${(event: CustomEvent<string>) =>
        this.#tell('edit-text', { [rule ? 'text' : 'testText']: event.detail })}
    ></earshot-code-editor>`
  }

  #panels(bench: BenchState): TemplateResult {
    const choose = (panel: string): void =>
      void (this.panel = panel === 'history' || panel === 'backtest' ? panel : 'checks')
    const panel = { chosen: this.panel, choose, controls: 'panel' }
    return html`<div class="tabs" role="tablist" aria-label="Results" @keydown=${moveAmong}>
        ${tab({ id: 'checks', name: this.#checksName(bench), ...panel })}
        ${this.mayWrite ? tab({ id: 'backtest', name: html`Back-test`, ...panel }) : nothing}
        ${tab({ id: 'history', name: html`History`, ...panel })}
      </div>
      <div id="panel" class="panel" role="tabpanel" tabindex="0" aria-labelledby="tab-${this.panel}">
        ${this.#panelOf(bench)}
      </div>`
  }

  #checksName(bench: BenchState): TemplateResult {
    const { check, checking } = bench
    const failed = (check?.tests ?? []).filter(({ passed }) => !passed).length
    const bad = this.#faults(bench).length + failed
    const state = checking
      ? html`<span class="busy">checking…</span>`
      : bad > 0
        ? html`<span class="count">${bad}</span>`
        : check === null
          ? nothing
          : html`<span class="good">${icon('check', 14)}</span>`
    return html`Checks ${state}`
  }

  #panelOf(bench: BenchState): TemplateResult {
    const { backtest, task, detail, draft, check } = bench
    if (this.panel === 'history')
      return html`<earshot-version-history .versions=${detail?.versions ?? []}></earshot-version-history>`
    if (this.panel === 'backtest') {
      return html`<earshot-backtest-results
        .report=${backtest?.report ?? null}
        .stale=${backtest !== null && backtest.ofText !== draft.text}
        .running=${task === 'trying'}
        @backtest=${() => this.#ask('backtest')}
        @open-firing=${(event: CustomEvent<unknown>) => this.#tell('open-firing', event.detail)}
      ></earshot-backtest-results>`
    }
    return html`<earshot-check-results
      .ruleId=${draft.id}
      .faults=${this.#faults(bench)}
      .tests=${check?.tests ?? []}
      .note=${this.#note(bench)}
      @go-to=${(event: CustomEvent<TextPlace>) => void this.#goTo(event.detail)}
    ></earshot-check-results>`
  }

  #note({ checking, check }: BenchState): string {
    if (checking) return 'Checking…'
    if (check !== null)
      return 'No errors. There are no tests yet: write one call in which it fires, and one that is nearly a hit.'
    return this.mayWrite ? 'Not checked yet.' : 'Nothing is wrong with its files.'
  }

  /** Those of the draft; without a check, those of the files as they lie. */
  #faults({ check, detail }: BenchState): readonly RuleFault[] {
    return check?.faults ?? detail?.faults ?? []
  }

  #marks(bench: BenchState, file: File): readonly CodeMark[] {
    const faults = this.#faults(bench).filter(
      (fault) => ruleIdOf(fault.file) === bench.id && fault.file.endsWith(`.${file}.yaml`),
    )
    if (file === 'rule') return faults
    const failed = (bench.check?.tests ?? []).flatMap(({ failures }) =>
      failures.map((failure): CodeMark => ({ ...failure, severity: 'error' })),
    )
    return [...faults, ...failed]
  }

  async #goTo({ file, ...place }: TextPlace): Promise<void> {
    this.file = file
    await this.updateComplete
    const editor = this.renderRoot.querySelector('earshot-code-editor')
    if (!(editor instanceof CodeEditor)) return
    await editor.updateComplete
    editor.goTo(place)
  }

  get #dialog(): StatusDialog | null {
    const found = this.renderRoot.querySelector('earshot-status-dialog')
    return found instanceof StatusDialog ? found : null
  }

  #check(): void {
    this.panel = 'checks'
    this.#ask('check')
  }

  #backtest(): void {
    this.panel = 'backtest'
    this.#ask('backtest')
  }

  #ask(ask: DeskAsk): void {
    this.#tell('ask', ask)
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}

/** Why the rule cannot be moved along its life now; empty: it can. */
function hindranceOf({ detail, draft, task }: BenchState): string {
  if (task !== null) return 'One moment.'
  if (isUnsaved(draft)) return 'Save your changes first.'
  return (detail?.rule ?? null) === null ? 'It has errors.' : ''
}

customElements.define('earshot-rule-desk', RuleDesk)
