import { describe, expect, it } from 'vitest'
import { CallChecklists } from '../../../server/assist/checklists/call-checklists.ts'
import { ChecklistSet } from '../../../server/assist/checklists/checklist-set.ts'
import { callMs } from '../../../server/contracts/time.ts'
import type { Utterance } from '../../../server/contracts/transcript.ts'
import { buildChecklist, spoken } from '../../helpers/assist-builders.ts'
import { buildUtterance } from '../../helpers/message-builders.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

type Said = Parameters<typeof buildUtterance>[0]

const say = (said: Said): Utterance => buildUtterance(said)
const agent = (text: string, startMs: number, rest: Partial<Said> = {}): Utterance =>
  say({ text, startMs, party: 'agent', ...rest })

function calls(change = {}, attributes = {}): CallChecklists {
  return new CallChecklists(new ChecklistSet([buildChecklist(change)]), attributes)
}

/** `id:progress` of each item of the only checklist; null while none applies. */
function progress(checklists: CallChecklists): readonly string[] | null {
  const [state] = checklists.state
  return state === undefined ? null : state.items.map(({ itemId, progress: at }) => `${itemId}:${at}`)
}

const WANTS = say({ text: 'i want to cancel my contract', startMs: 1000 })

describe('a checklist applies', () => {
  it('by what the right party says', () => {
    const checklists = calls()
    checklists.take(agent('do you want to cancel my contract', 500))
    expect(checklists.state).toEqual([])
    checklists.take(WANTS)
    expect(checklists.state[0]).toMatchObject({ because: 'cancel my contract', sinceMs: WANTS.endMs })
  })

  it('by an attribute, from the start or when it is learned, and stays when the call is passed on', () => {
    const applies = { always: false, attributes: new Map([['queue', ['leave']]]), said: null }
    expect(calls({ applies }, { queue: 'leave' }).state).toHaveLength(1)
    const later = calls({ applies }, { queue: 'billing' })
    expect(later.state).toEqual([])
    later.advance(callMs(5000))
    later.learn({ queue: 'leave' })
    later.learn({ queue: 'billing' })
    expect(later.state[0]).toMatchObject({ because: 'queue', sinceMs: 5000 })
  })

  it('no more when the words are taken back', () => {
    const checklists = calls()
    checklists.take(say({ text: 'cancel my contract', startMs: 1000, state: 'partial' }))
    expect(checklists.state).toHaveLength(1)
    checklists.take(say({ text: 'council my contract', startMs: 1000 }))
    expect(checklists.state).toEqual([])
  })

  it('always, where it says so', () => {
    const applies = { always: true, attributes: new Map(), said: null }
    expect(calls({ applies }).state[0]).toMatchObject({ because: '', sinceMs: 0 })
  })
})

describe('an item', () => {
  it('is heard by settled words alone, and done by the final', () => {
    const checklists = calls()
    checklists.take(WANTS)
    const moving = agent('may i ask why', 4000, { state: 'partial' })
    const unsettled = { ...moving, words: moving.words.map((word) => ({ ...word, stayedMs: 100 })) }
    checklists.take(unsettled)
    expect(progress(checklists)).toContain('reason:open')
    checklists.take(moving)
    expect(progress(checklists)).toContain('reason:heard')
    checklists.take(agent('may i ask why', 4000))
    expect(progress(checklists)).toContain('reason:done')
    expect(checklists.state[0]?.items[0]).toMatchObject({ words: 'why', utteranceId: 'utterance-4000' })
  })

  it('is open again when the final has other words', () => {
    const checklists = calls()
    checklists.take(WANTS)
    checklists.take(agent('tell me the reason', 4000, { state: 'partial' }))
    checklists.take(agent('tell me the season', 4000))
    expect(progress(checklists)).toEqual(['reason:open', 'confirm:open', 'agree:open'])
  })

  it('counts what was said before the checklist applied, and not what the other party says', () => {
    const checklists = calls()
    checklists.take(agent('what is the reason for your call', 0))
    checklists.take(say({ text: 'cancel my contract i will cancel it', startMs: 5000 }))
    expect(progress(checklists)).toEqual(['reason:done', 'confirm:open', 'agree:open'])
  })

  it('is late from its time on, and no more when it is said', () => {
    const checklists = calls()
    checklists.take(WANTS)
    const due = WANTS.endMs + 10_000
    const late = (): boolean | undefined => checklists.state[0]?.items[0]?.late
    expect(checklists.state[0]?.items[0]?.dueMs).toBe(due)
    checklists.advance(callMs(due - 1))
    expect(late()).toBe(false)
    checklists.advance(callMs(due))
    expect(late()).toBe(true)
    checklists.take(agent('and why', due + 1000))
    expect(late()).toBe(false)
  })
})

it('two checklists keep apart what has the same name', () => {
  const other = buildChecklist({
    id: 'other',
    applies: { always: true, attributes: new Map(), said: null },
    items: [{ id: 'reason', text: 'x', required: true, withinMs: null, said: spoken(null, 'other words') }],
  })
  const checklists = new CallChecklists(new ChecklistSet([buildChecklist(), other]), {})
  checklists.take(WANTS)
  checklists.take(agent('why', 4000))
  expect(checklists.state.map(({ items }) => items[0]?.progress)).toEqual(['done', 'open'])
})

it('ends the same however the hypotheses moved', () => {
  const random = seededRandom(7)
  const WORDS = 'cancel my contract why i will it yes please reason'.split(' ')
  const pick = (count: number): number => Math.floor(random() * count)
  const words = (): string => Array.from({ length: 1 + pick(6) }, () => WORDS[pick(WORDS.length)]).join(' ')
  let applied = 0
  for (let call = 0; call < 300; call += 1) {
    const whole = calls()
    const moved = calls()
    for (let at = 0; at < 8; at += 1) {
      const line = { startMs: at * 5000, party: random() < 0.5 ? 'agent' : 'customer' } as const
      for (let partial = pick(4); partial > 0; partial -= 1) {
        moved.take(say({ ...line, text: words(), state: 'partial' }))
      }
      const final = say({ ...line, text: random() < 0.1 ? 'cancel my contract' : words() })
      moved.take(final)
      whole.take(final)
    }
    expect(moved.state).toEqual(whole.state)
    applied += whole.state.length
  }
  expect(applied).toBeGreaterThan(50)
})
