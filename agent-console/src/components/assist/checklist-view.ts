import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import type { ChecklistState } from '../../../../server/contracts/assist.ts'
import {
  byUrgency,
  checklistRows,
  stillMissing,
  type ChecklistRow,
  type RowState,
} from '../../data/checklist-progress.ts'
import { formatCallTime } from '../../data/format.ts'
import { controls } from '../../design/controls.ts'
import { icon, type IconName } from '../../design/icons.ts'
import { assistStyles } from './assist.styles.ts'

const ROW_ICONS: Readonly<Record<RowState, IconName | null>> = {
  done: 'check',
  heard: 'check',
  open: null,
  next: 'arrow',
  skipped: null,
  late: 'alert',
}

const ROW_NAMES: Readonly<Record<RowState, string>> = {
  done: 'Done',
  heard: 'Just heard',
  open: 'Open',
  next: 'Next',
  skipped: 'Skipped',
  late: 'Overdue',
}

/** The checklists of a call, which tick themselves by what is said. */
export class ChecklistView extends LitElement {
  static override properties = {
    checklists: { attribute: false },
    live: { type: Boolean },
  }
  static override styles = [
    controls,
    assistStyles,
    css`
      .head {
        display: flex;
        gap: var(--es-2);
        align-items: baseline;
        justify-content: space-between;
        margin-bottom: var(--es-1);
      }

      .head .quiet {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      li {
        display: grid;
        grid-template-columns: 22px minmax(0, 1fr) auto;
        gap: 0 var(--es-2);
        align-items: baseline;
        padding: 5px 0;
        border-top: 1px solid var(--es-border);
        line-height: 1.35;
      }

      .box {
        display: grid;
        place-items: center;
        align-self: start;
        width: 20px;
        height: 20px;
        border: 1.5px solid var(--es-border-strong);
        border-radius: 5px;
        color: transparent;
      }

      .done .box {
        border-color: var(--es-good);
        background: var(--es-good);
        color: var(--es-surface);
      }

      .heard .box {
        border-style: dashed;
        border-color: var(--es-good);
        color: var(--es-good);
      }

      .late .box {
        border-color: var(--es-bad);
        color: var(--es-bad);
      }

      .next .box {
        border-color: var(--es-accent);
        color: var(--es-accent);
      }

      .done .text {
        color: var(--es-ink-3);
      }

      .next .text,
      .late .text {
        font-weight: 650;
      }

      .state {
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        font-weight: 600;
        white-space: nowrap;
      }

      .late .state,
      .skipped .state {
        color: var(--es-bad);
      }

      .next .state {
        color: var(--es-accent);
      }

      .said {
        max-width: 200px;
        overflow: hidden;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      @container panel (max-width: 520px) {
        .said {
          grid-column: 2 / -1;
          max-width: 100%;
        }
      }

      .missing {
        margin-bottom: var(--es-3);
        padding: 5px var(--es-3);
        border-radius: var(--es-radius-s);
        background: var(--es-medium-tint);
        color: var(--es-medium);
        font-size: var(--es-text-s);
        font-weight: 600;
      }

      .missing.none {
        background: var(--es-low-tint);
        color: var(--es-good);
      }
    `,
  ]
  declare checklists: readonly ChecklistState[]
  declare live: boolean

  constructor() {
    super()
    this.checklists = []
    this.live = false
  }

  override render(): TemplateResult {
    if (this.checklists.length === 0) {
      return html`<p class="quiet">
        A checklist appears here when the call turns out to need one. It ticks itself by what is said.
      </p>`
    }
    return html`${this.#missing()}${byUrgency(this.checklists).map((checklist) => this.#checklist(checklist))}`
  }

  /** Before the lists, so that it is seen where the room is short. */
  #missing(): TemplateResult {
    const count = stillMissing(this.checklists).length
    const left = this.live ? 'before the call ends' : 'when the call ended'
    return html`<p class="missing ${count === 0 ? 'none' : ''}" role="status">
      ${count === 0 ? 'Nothing is missing.' : `${count} still missing ${left}.`}
    </p>`
  }

  #checklist(checklist: ChecklistState): TemplateResult {
    const { title, items, ordered, because } = checklist
    const done = items.filter(({ progress }) => progress !== 'open').length
    return html`<section aria-label=${title}>
      <div class="head">
        <h3>${title}</h3>
        <span class="quiet" title="Why it applies">${because === '' ? nothing : `“${because}”`}</span>
        <span class="why tabular">${done} of ${items.length}</span>
      </div>
      <ul aria-label=${ordered ? `${title}, step by step` : title}>
        ${checklistRows(checklist).map(row)}
      </ul>
    </section>`
  }
}

function row({ item, state }: ChecklistRow): TemplateResult {
  const name = ROW_ICONS[state]
  const who = item.speaker === 'customer' ? 'Customer: ' : ''
  const time = item.dueMs !== null && item.progress === 'open' ? `by ${formatCallTime(item.dueMs)}` : ''
  const optional = item.required || item.progress !== 'open' || state === 'next' ? '' : 'optional'
  const told = state === 'open' ? [optional, time].filter((part) => part !== '').join(', ') : ROW_NAMES[state]
  return html`<li class=${state} data-item=${item.itemId}>
    <span class="box">${name === null ? nothing : icon(name, 14)}</span>
    <span class="text">${who}${item.text}</span>
    ${
      item.words === ''
        ? html`<span class="state">${told}</span>`
        : html`<span class="said" title=${item.words}
            ><span class="unseen">${told}: </span>“${item.words}”
            <span class="tabular">${formatCallTime(item.atMs ?? 0)}</span></span
          >`
    }
  </li>`
}

customElements.define('earshot-checklist', ChecklistView)
