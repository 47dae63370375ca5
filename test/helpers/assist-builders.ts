import type { Checklist, Spoken } from '../../server/assist/checklists/checklist.ts'
import type { AssistState } from '../../server/contracts/assist.ts'
import type { Party } from '../../server/contracts/call.ts'
import { callMs } from '../../server/contracts/time.ts'
import { phraseOf } from '../../server/language/phrases/phrase.ts'

/** Phrases that one party says; null: either. */
export function spoken(speaker: Party | null, ...phrases: readonly string[]): Spoken {
  return { speaker, phrases: phrases.map((phrase) => phraseOf(phrase)) }
}

/** A checklist for cancellations: greet within ten seconds, ask why, confirm; and the customer may agree. */
export function buildChecklist(change: Partial<Checklist> = {}): Checklist {
  const item = (id: string, said: Spoken, rest: { required?: boolean; withinMs?: number } = {}) => ({
    id,
    text: `Do ${id}`,
    required: rest.required ?? true,
    withinMs: rest.withinMs ?? null,
    said,
  })
  return {
    id: 'cancel',
    version: 1,
    title: 'Cancellation',
    owner: 'team',
    ordered: false,
    applies: { always: false, attributes: new Map(), said: spoken('customer', 'cancel my contract') },
    items: [
      item('reason', spoken('agent', '(why|reason)'), { withinMs: 10_000 }),
      item('confirm', spoken('agent', 'i will cancel it')),
      item('agree', spoken('customer', 'yes please'), { required: false }),
    ],
    ...change,
  }
}

export function buildAssist(change: Partial<AssistState> = {}): AssistState {
  const nothing = { checklists: [], articles: [], mood: null, labels: [] }
  return { type: 'assist', callId: 'call-1', revision: 1, atMs: callMs(1000), ...nothing, ...change }
}
