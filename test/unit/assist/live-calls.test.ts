import { beforeEach, describe, expect, it } from 'vitest'
import type { AssistLibrary } from '../../../server/assist/assist-library.ts'
import { EMPTY_LIBRARY } from '../../../server/assist/assist-library.ts'
import { ChecklistSet } from '../../../server/assist/checklists/checklist-set.ts'
import { LiveCalls } from '../../../server/assist/live-calls.ts'
import type { AssistState, CallLabel } from '../../../server/contracts/assist.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import type { Utterance } from '../../../server/contracts/transcript.ts'
import { buildChecklist } from '../../helpers/assist-builders.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import { buildCall, buildEnd, buildStart, buildUtterance } from '../../helpers/message-builders.ts'

const LIBRARY: AssistLibrary = { ...EMPTY_LIBRARY, checklists: new ChecklistSet([buildChecklist()]) }
const WANTS = buildUtterance({ text: 'please cancel my contract', startMs: 1000 })

let clock: ManualClock
let told: AssistState[]
let kept: readonly Utterance[]
let calls: LiveCalls

beforeEach(() => {
  clock = new ManualClock(1_000_000)
  told = []
  kept = []
  calls = new LiveCalls({
    clock,
    library: () => LIBRARY,
    tell: (state) => told.push(state),
    finalsOf: async () => kept,
  })
})

describe('the state of a call', () => {
  it('is told at once, then twice a second at most, the newest only, and nothing twice', () => {
    calls.take(buildStart())
    calls.take(WANTS)
    for (let at = 0; at < 10; at += 1) {
      calls.take(buildUtterance({ text: 'why', startMs: 3000 + at, party: 'agent', state: 'partial' }))
      clock.advance(40)
    }
    expect(told).toHaveLength(1)
    clock.advance(100)
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({ revision: 2, callId: 'call-1' })
    expect(told[1]?.checklists[0]?.items[0]?.progress).toBe('heard')
    clock.advance(5000)
    expect(told).toHaveLength(2)
  })

  it('is told once more at the end, and nothing is left behind', () => {
    calls.take(buildStart())
    calls.take(WANTS)
    calls.take(buildUtterance({ text: 'why', startMs: 3000, party: 'agent' }))
    calls.take(buildEnd())
    expect(told.at(-1)?.checklists[0]?.items[0]?.progress).toBe('done')
    expect(calls.size).toBe(0)
    expect(clock.waiting).toBe(0)
  })

  it('has how the customer sounds, by finals of three words or more', () => {
    calls.take(buildStart())
    for (const at of [1, 2, 3]) {
      calls.take(buildUtterance({ text: 'this is terrible i am so angry', startMs: at * 4000 }))
    }
    calls.take(buildEnd())
    expect(told.at(-1)?.mood).toMatchObject({ sustained: true })
    expect(told.at(-1)?.mood?.level ?? 0).toBeLessThan(-0.4)
  })

  it('has no mood in a language without words for it', () => {
    calls.take(buildStart(buildCall({ language: 'fi-FI' })))
    calls.take(buildUtterance({ text: 'this is terrible i am so angry', startMs: 1000 }))
    calls.take(buildEnd())
    expect(told).toEqual([])
  })

  it('goes on after a restart with what was said before it', async () => {
    kept = [WANTS, buildUtterance({ text: 'why', startMs: 3000, party: 'agent' })]
    const continues = { callId: 'call-1', atMs: callMs(20_000) }
    calls.take(buildStart(buildCall({ callId: 'call-2', continues })))
    await Promise.resolve()
    clock.advance(1000)
    const [checklist] = told.at(-1)?.checklists ?? []
    expect(checklist).toMatchObject({ sinceMs: WANTS.endMs - 20_000 })
    expect(checklist?.items[0]).toMatchObject({ progress: 'done' })
  })

  it('has the labels of its agent, each once', () => {
    calls.take(buildStart())
    const label: CallLabel = {
      ...{ labelId: 'l', callId: 'call-1', at: wallMs(1), atMs: callMs(2), by: 'ana' },
      ...{ channel: 'web', step: 'payment', note: '' },
    }
    calls.addLabel(label)
    calls.addLabel({ ...label, note: 'again' })
    clock.advance(500)
    expect(told.at(-1)?.labels).toEqual([{ ...label, note: 'again' }])
    calls.addLabel({ ...label, callId: 'no-call' })
  })
})
