import { html, nothing, type TemplateResult } from 'lit'
import type { AlertCase, CaseState } from '../../../server/contracts/alert-case.ts'
import type { SentCaseAction } from '../data/cases.ts'
import { icon } from '../design/icons.ts'

/** What somebody wants done to a case, as the detail of the event `case-action`. */
export interface CaseOrder {
  readonly alertCase: AlertCase
  readonly action: SentCaseAction
}

const STATE_TEXTS: Readonly<Record<CaseState, string>> = {
  new: 'Nobody has looked yet',
  seen: 'Seen',
  owned: 'Taken',
  resolved: 'Done',
}

const MINUTE_MS = 60_000

/** For how long a case can be put off; null: until another alert comes. */
const SNOOZES: readonly { readonly name: string; readonly ms: number | null }[] = [
  { name: '10 minutes', ms: 10 * MINUTE_MS },
  { name: '1 hour', ms: 60 * MINUTE_MS },
  { name: 'until something new', ms: null },
]

interface CaseControls {
  readonly alertCase: AlertCase
  /** Subject of the person who looks. */
  readonly me: string | null
  /** Whether this person may act on it. */
  readonly mayAct: boolean
  readonly now: number
}

/** Who has the case of a call, and what can be done about it. Fires `case-action`. */
export function caseControls({ alertCase, me, mayAct, now }: CaseControls): TemplateResult {
  const { state, alertsInAll } = alertCase
  const button = (name: string, action: SentCaseAction): TemplateResult =>
    html`<button class="act" type="button" @click=${(event: Event) => order(event, { alertCase, action })}>
      ${name}
    </button>`
  return html`<div class="case" data-case-state=${state}>
    <span class="who">
      ${icon(state === 'resolved' ? 'check' : state === 'owned' ? 'user' : 'bell', 14)}
      ${whose(alertCase, me)}${
        alertsInAll > 1 ? ` · ${alertsInAll} alerts` : ''
      }${isSnoozed(alertCase, now) ? ' · snoozed' : ''}
    </span>
    ${mayAct ? html`<span class="acts">${actions(alertCase, { me, now, button })}</span>` : nothing}
  </div>`
}

function whose({ state, owner }: AlertCase, me: string | null): string {
  if (owner === null || state === 'resolved') return STATE_TEXTS[state]
  return owner === me ? 'Yours' : `Taken by ${owner}`
}

function actions(
  alertCase: AlertCase,
  context: {
    readonly me: string | null
    readonly now: number
    readonly button: (name: string, action: SentCaseAction) => TemplateResult
  },
): TemplateResult {
  const { me, now, button } = context
  const { state, owner } = alertCase
  if (state === 'resolved') return html`${button('Reopen', { type: 'reopen', note: null })}`
  return html`
    ${owner === me && me !== null ? button('Give back', { type: 'release' }) : button('Take', { type: 'own' })}
    ${button('Done', { type: 'resolve', note: null })}
    ${isSnoozed(alertCase, now) ? button('Wake', { type: 'wake' }) : snooze(alertCase, now)}
  `
}

function snooze(alertCase: AlertCase, now: number): TemplateResult {
  return html`<select
    class="act"
    aria-label="Snooze"
    .value=${''}
    @change=${(event: Event) => {
      if (!(event.target instanceof HTMLSelectElement)) return
      const choice = SNOOZES[Number(event.target.value)]
      event.target.value = ''
      if (choice === undefined) return
      order(event, {
        alertCase,
        action: { type: 'snooze', until: choice.ms === null ? null : now + choice.ms },
      })
    }}
  >
    <option value="" disabled>Snooze…</option>
    ${SNOOZES.map(({ name }, index) => html`<option value=${index}>${name}</option>`)}
  </select>`
}

/** Whether nobody needs to look at it now. What was withdrawn stays in sight, as whoever saw it should see that it is. */
export function isOutOfSight(alertCase: AlertCase, now: number): boolean {
  const { state, history } = alertCase
  return state === 'resolved' ? history.at(-1)?.action !== 'withdrawn' : isSnoozed(alertCase, now)
}

function isSnoozed({ snoozedUntil, snoozedUntilChange }: AlertCase, now: number): boolean {
  return snoozedUntilChange || (snoozedUntil !== null && snoozedUntil > now)
}

function order(event: Event, detail: CaseOrder): void {
  event.stopPropagation()
  event.target?.dispatchEvent(new CustomEvent('case-action', { detail, bubbles: true, composed: true }))
}
