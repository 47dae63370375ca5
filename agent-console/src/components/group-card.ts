import { html, nothing, type TemplateResult } from 'lit'
import type { GroupCall } from '../../../server/contracts/alert-case.ts'
import { shortId } from '../data/format.ts'
import { type GroupCase, groupText, listedCalls, queuesText, timeOfDay } from '../data/groups.ts'
import { icon } from '../design/icons.ts'
import { SEVERITY_NAMES } from '../design/wording.ts'
import { caseControls, type CaseOrder } from './case-controls.ts'

interface GroupCard {
  readonly groupCase: GroupCase
  /** Subject of the person who looks. */
  readonly me: string | null
  readonly mayAct: boolean
  readonly now: number
  readonly onOpen: (callId: string) => void
}

/** One trouble in many calls: how many, where, and the calls behind it. Fires `case-action`. */
export function groupCard({ groupCase, me, mayAct, now, onOpen }: GroupCard): TemplateResult {
  const { severity, title, caseId, group } = groupCase
  const listed = listedCalls(groupCase)
  const queues = queuesText(groupCase)
  const more = group.callsInAll - listed.length
  const onToggle = (event: Event): void => {
    const isOpen = event.currentTarget instanceof HTMLDetailsElement && event.currentTarget.open
    if (isOpen && mayAct && groupCase.state === 'new') tellSeen(event.currentTarget, groupCase)
  }
  return html`<li class="group severity-${severity}" data-case=${caseId}>
    <div class="top">
      <span class="severity">${SEVERITY_NAMES[severity]}</span>
      <h3 title=${title}>${title}</h3>
      <span class="count tabular">${icon('phone', 14)} ${group.callsInAll}</span>
    </div>
    <p class="text">${groupText(groupCase)}</p>
    <details @toggle=${onToggle}>
      <summary class="tabular">Calls <span class="muted">${queues}</span></summary>
      <ul>
        ${listed.map((call) => callRow(call, onOpen))}
      </ul>
      ${more > 0 ? html`<p class="muted">and ${more} before</p>` : nothing}
    </details>
    ${caseControls({ alertCase: groupCase, me, mayAct, now })}
  </li>`
}

function callRow(call: GroupCall, onOpen: (callId: string) => void): TemplateResult {
  return html`<li>
    <button type="button" @click=${() => onOpen(call.callId)}>
      ${call.agentId ?? 'No agent'} <span class="muted">${shortId(call.callId)}</span>
      <span class="at tabular">${timeOfDay(call.at)}</span>
    </button>
  </li>`
}

function tellSeen(from: EventTarget, alertCase: GroupCase): void {
  const detail: CaseOrder = { alertCase, action: { type: 'see' } }
  from.dispatchEvent(new CustomEvent('case-action', { detail, bubbles: true, composed: true }))
}
