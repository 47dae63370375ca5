import { html, nothing, type TemplateResult } from 'lit'
import type { AlertCase, CaseEffect } from '../../../server/contracts/alert-case.ts'
import type { SentCaseAction } from '../data/cases.ts'
import { moodWords } from '../data/mood-words.ts'
import { icon } from '../design/icons.ts'
import { CASE_STATE_NAMES } from '../design/wording.ts'

/** What somebody wants done to a case, as the detail of the event `case-action`. */
export interface CaseOrder {
  readonly alertCase: AlertCase
  readonly action: SentCaseAction
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
    ${effectOf(alertCase, me)}
    ${mayAct ? html`<span class="acts">${actions(alertCase, { me, now, button })}</span>` : nothing}
  </div>`
}

/** How the customer sounded before and after the last time that somebody stepped in; nothing until that is known. */
function effectOf({ effects }: AlertCase, me: string | null): TemplateResult | typeof nothing {
  const last = effects.at(-1)
  if (last === undefined || last.before === null || last.after === null) return nothing
  const change = last.after - last.before
  const tone = Math.abs(change) < NOTICED_CHANGE ? 'even' : change > 0 ? 'better' : 'worse'
  return html`<span class="effect" data-tone=${tone}>
    ${icon(tone === 'worse' ? 'down' : tone === 'better' ? 'up' : 'arrow', 14)} Customer ${EFFECT_TEXTS[tone]}
    ${STEP_TEXTS[last.action](last.by === me ? 'you' : last.by)}: ${wordOf(last.before)} →
    ${wordOf(last.after)}
  </span>`
}

/** A smaller change of the mean of a minute may be chance. */
const NOTICED_CHANGE = 0.1

const EFFECT_TEXTS = {
  even: 'sounds the same since',
  better: 'sounds better since',
  worse: 'sounds worse since',
} as const

const STEP_TEXTS: Readonly<Record<CaseEffect['action'], (who: string) => string>> = {
  own: (who) => `${who} took it`,
  whisper: (who) => `${who} wrote to the agent`,
}

function wordOf(level: number): string {
  return moodWords({ level, trend: null, sustained: false }).text.toLowerCase()
}

function whose({ state, owner }: AlertCase, me: string | null): string {
  if (owner === null || state === 'resolved') return CASE_STATE_NAMES[state]
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
