import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { styleMap } from 'lit/directives/style-map.js'
import type { Channel } from '../../../../server/contracts/contact.ts'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { IssueMap } from '../../../../server/contracts/issue-desk.ts'
import {
  cellTitle,
  isOpen,
  type MapCell,
  type MapRow,
  mapRows,
  type RowsShown,
  shownRows,
  uncodedShare,
} from '../../data/code-map.ts'
import { addressOf } from '../../data/digital-place.ts'
import { percent } from '../../data/format.ts'
import { countWords, featureWords } from '../../data/issue-words.ts'
import { controls } from '../../design/controls.ts'
import { icon } from '../../design/icons.ts'
import { CHANNEL_NAMES, CHANNELS } from '../../design/issue-wording.ts'
import { numberOf } from './field-value.ts'
import { tables } from './table.styles.ts'

export const MAP_HOURS: readonly { readonly hours: number; readonly name: string }[] = [
  { hours: 1, name: 'Last hour' },
  { hours: 24, name: 'Last 24 hours' },
  { hours: 168, name: 'Last 7 days' },
]

/** Codes by channels: how many contacts, and how hot the last hour is. Fires `choose-hours` with a number. */
export class CodeMap extends LitElement {
  static override properties = {
    map: { attribute: false },
    hours: { attribute: false },
    issues: { attribute: false },
    every: { state: true },
    opened: { state: true },
  }
  static override styles = [
    controls,
    tables,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr);
        min-height: 0;
        background: var(--es-surface);
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: var(--es-2) var(--es-4);
        align-items: center;
        padding: var(--es-2) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        font-size: var(--es-text-s);
      }
      .field {
        min-height: 32px;
        font-size: var(--es-text-s);
      }
      label {
        display: inline-flex;
        gap: 6px;
        align-items: center;
      }
      .legend {
        display: flex;
        gap: var(--es-3);
        margin-left: auto;
        color: var(--es-ink-3);
        font-size: var(--es-text-xs);
      }
      .legend span::before {
        display: inline-block;
        width: 12px;
        height: 12px;
        margin-right: 5px;
        border: 1px solid var(--es-border);
        border-radius: 3px;
        background: var(--heat);
        vertical-align: -2px;
        content: '';
      }
      .coverage {
        padding: var(--es-3) var(--es-4);
        border-bottom: 1px solid var(--es-border);
        background: var(--es-sunken);
        font-size: var(--es-text-s);
      }
      .coverage b {
        font-size: var(--es-text-m);
      }
      .meter {
        display: flex;
        height: 8px;
        margin: var(--es-2) 0;
        border-radius: 4px;
        overflow: hidden;
        background: var(--es-border);
      }
      .meter i {
        background: var(--es-accent);
      }
      .words {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: var(--es-1);
      }
      .usual {
        --heat: var(--es-surface);
      }
      .warm {
        --heat: light-dark(#fde7b0, #4a3a10);
        --heat-ink: light-dark(#5f4200, #ffdf94);
      }
      .hot {
        --heat: light-dark(#f7c4bf, #611f22);
        --heat-ink: light-dark(#7c0f1b, #ffc9c6);
      }
      td.cell {
        padding: 4px 6px;
        background: var(--heat);
        color: var(--heat-ink, inherit);
        text-align: center;
        white-space: nowrap;
      }
      td.cell b {
        display: block;
        font-weight: 650;
        line-height: 18px;
      }
      td.cell span {
        display: block;
        font-size: 11px;
        line-height: 14px;
      }
      td.none {
        color: var(--es-ink-3);
      }
      /* The last cell takes what is left, so that figures stay beside their code however few channels there are. */
      tbody tr:hover th {
        background: var(--es-hover);
      }
      thead th:first-child {
        width: 440px;
      }
      thead td {
        position: sticky;
        z-index: 1;
        top: 0;
        border: 0;
        background: var(--es-sunken);
        box-shadow: inset 0 -1px var(--es-border);
      }
      thead th.channel {
        width: 92px;
        text-align: center;
      }
      tbody th {
        max-width: 440px;
        border-top: 1px solid var(--es-border);
        color: var(--es-ink);
        font-size: var(--es-text-s);
        font-weight: 550;
        white-space: normal;
      }
      tbody th.branch {
        font-weight: 650;
      }
      .code {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        gap: 4px;
        align-items: center;
      }
      .code .icon-button {
        width: 24px;
        height: 24px;
      }
      .code svg {
        transition: rotate var(--es-quick);
      }
      [aria-expanded='true'] svg {
        rotate: 90deg;
      }
      tbody th span {
        display: block;
        color: var(--es-ink-3);
        font: 400 11px / 1.4 var(--es-mono);
      }
      .empty {
        padding: var(--es-6);
        color: var(--es-ink-3);
        text-align: center;
      }
    `,
  ]
  /** Null: not read yet. */
  declare map: IssueMap | null
  declare hours: number
  /** A code with an open one leads to it. */
  declare issues: readonly Issue[]
  declare private every: boolean
  /** Parents that somebody opened or closed. */
  declare private opened: ReadonlyMap<string, boolean>

  constructor() {
    super()
    this.map = null
    this.hours = 24
    this.issues = []
    this.every = false
    this.opened = new Map()
  }

  override render(): TemplateResult {
    const { map } = this
    return html`
      <div class="tools">
        <select
          class="field"
          aria-label="Period"
          @change=${(event: Event) =>
            this.dispatchEvent(new CustomEvent('choose-hours', { detail: numberOf(event) ?? 24 }))}
        >
          ${MAP_HOURS.map(
            ({ hours, name }) =>
              html`<option value=${hours} ?selected=${hours === this.hours}>${name}</option>`,
          )}
        </select>
        <label
          ><input type="checkbox" .checked=${this.every} @change=${() => (this.every = !this.every)} /> Codes
          without contacts, too</label
        >
        <p class="legend">
          <span class="usual">as usual</span><span class="warm">more than usual</span
          ><span class="hot">far more</span>
        </p>
      </div>
      ${map === null ? html`<p class="empty" role="status">Reading the map…</p>` : this.#coverage(map)}
      ${map === null ? nothing : this.#table(map)}
    `
  }

  #coverage(map: IssueMap): TemplateResult {
    const share = uncodedShare(map)
    const { contacts, coded, uncodedWords } = map.coverage
    if (share === null) return html`<p class="coverage">There were no contacts in this time.</p>`
    return html`<section class="coverage" aria-label="Coverage">
      <p>
        <b class="tabular">${percent(share)}</b> of ${contacts} contacts have no
        code${uncodedWords.length === 0 ? '.' : '; they talk of'}
      </p>
      <div class="meter" role="img" aria-label="${percent(coded / contacts)} have a code">
        <i style=${styleMap({ width: `${(100 * coded) / contacts}%` })}></i>
      </div>
      <p class="words">
        ${uncodedWords
          .slice(0, 10)
          .map(
            ({ words, share: part }) =>
              html`<span class="chip"
                >“${featureWords([words])}” <span class="tabular">${percent(part)}</span></span
              >`,
          )}
      </p>
    </section>`
  }

  #table(map: IssueMap): TemplateResult {
    const open = this.issues.filter(({ state }) => state !== 'closed').flatMap(({ code }) => code ?? [])
    const shown: RowsShown = { every: this.every, opened: this.opened, wanted: new Set(open) }
    const rows = shownRows(mapRows(map), shown)
    if (rows.length === 0) return html`<p class="empty">No contact of this time has a code.</p>`
    const channels = CHANNELS.filter((channel) =>
      rows.some(({ cells }) => (cells.get(channel)?.contacts ?? 0) > 0),
    )
    const columns = channels.length === 0 ? CHANNELS : channels
    return html`<div class="scroller" tabindex="0" role="group" aria-label="Codes by channel">
      <table>
        <caption class="unseen">
          Contacts by code and channel; below each count, the last hour against what is usual
        </caption>
        <thead>
          <tr>
            <th scope="col">Code</th>
            ${columns.map((channel) => html`<th scope="col" class="channel">${CHANNEL_NAMES[channel]}</th>`)}
            <th scope="col" class="channel">All</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.#row(row, columns, isOpen(row, shown)))}
        </tbody>
      </table>
    </div>`
  }

  #row(row: MapRow, channels: readonly Channel[], open: boolean): TemplateResult {
    const { code, depth, codesBelow, cells, all } = row
    return html`<tr>
      <th
        scope="row"
        class=${depth === 0 ? 'branch' : ''}
        style=${styleMap({ paddingLeft: `${12 + 20 * depth}px` })}
      >
        <div class="code">
          ${codesBelow === 0 ? html`<i></i>` : this.#toggle(row, open)}
          <p>${this.#title(code)}<span>${code.id}</span></p>
        </div>
      </th>
      ${channels.map((channel) => cellOf(cells.get(channel), codesBelow))} ${cellOf(all, codesBelow)}
      <td></td>
    </tr>`
  }

  #toggle({ code, codesBelow }: MapRow, open: boolean): TemplateResult {
    return html`<button
      class="icon-button"
      type="button"
      aria-expanded=${open}
      aria-label="${codesBelow} ${codesBelow === 1 ? 'code' : 'codes'} below ${code.title}"
      @click=${() => (this.opened = new Map(this.opened).set(code.id, !open))}
    >
      ${icon('chevron', 16)}
    </button>`
  }

  #title({ id, title }: MapRow['code']): TemplateResult | string {
    const open = this.issues.find((issue) => issue.code === id && issue.state !== 'closed')
    if (open === undefined) return title
    return html`<a href=${addressOf({ view: 'issues', issueId: open.issueId })}>${title}</a>`
  }
}

function cellOf(cell: MapCell | undefined, codesBelow: number): TemplateResult {
  if (cell === undefined || (cell.contacts === 0 && cell.lastHour === 0))
    return html`<td class="cell none"><span aria-hidden="true">·</span><span class="unseen">none</span></td>`
  return html`<td class="cell tabular ${cell.heat}" title=${cellTitle(cell, codesBelow)}>
    <b>${cell.contacts}</b>
    <span>${cell.lastHour} / ${countWords(cell.expectedLastHour)} usual</span>
  </td>`
}

customElements.define('earshot-code-map', CodeMap)
