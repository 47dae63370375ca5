import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { callMs } from '../../../server/contracts/time.ts'
import type { RuleSet } from '../../../server/rules/compile/compile.ts'
import type { CallState } from '../../../server/rules/engine/call-state.ts'
import { step } from '../../../server/rules/engine/step.ts'
import { CallBuilder } from '../../fixtures/rules/call-builder.ts'
import { stateAfter } from './play.ts'

const MINUTE_MS = 60_000
/** From one message to the next. */
const STEP_MS = 10

/** What a call's state takes, in bytes. */
export interface Footprint {
  readonly json: number
  readonly heap: number
}

/** A call in which somebody is greeted, and then nothing is said that any rule waits for. */
function idleCall(): CallBuilder {
  return new CallBuilder()
    .final({ id: 'u1', party: 'agent', text: 'hello', fromMs: 500, atMs: 2000 })
    .final({ id: 'u2', party: 'customer', text: 'hello', fromMs: 2500, atMs: 4000 })
}

/** Of an idle call after a time: so many calls are held at once, and their part of the heap is taken. */
export function idleFootprint(set: RuleSet, { calls, atMs }: { calls: number; atMs: number }): Footprint {
  const { messages } = idleCall().ticks(4000, atMs)
  stateAfter(set, messages)
  const before = settledHeap()
  const held: CallState[] = []
  for (let call = 0; call < calls; call += 1) held.push(stateAfter(set, messages))
  const heap = (settledHeap() - before) / calls
  return { json: JSON.stringify(held[0]).length, heap }
}

/** Bytes that stay on the heap for each message on which no rule moves, over so many ticks and partials. */
export function retainedPerMessage(set: RuleSet, messages: number): number {
  const call = idleCall().ticks(4000, 2 * MINUTE_MS)
  let state = stateAfter(set, call.messages)
  const place = { callId: call.callId, lagMs: 0 }
  const template = new CallBuilder()
    .partial({
      id: 'u3',
      party: 'customer',
      text: 'well you know the thing',
      fromMs: 2 * MINUTE_MS,
      atMs: 2 * MINUTE_MS,
    })
    .messages.at(-1)
  if (template?.type !== 'utterance') throw new TypeError('the last message should be the partial')
  const play = (count: number): void => {
    for (let nth = 0; nth < count; nth += 1) {
      const now = { seq: state.seq + 1, atMs: callMs(2 * MINUTE_MS + state.seq * STEP_MS) }
      const message = nth % 2 === 0 ? { ...template, ...now } : { type: 'tick' as const, ...place, ...now }
      state = step(set, state, message).state
    }
  }
  play(messages / 10)
  const before = settledHeap()
  play(messages)
  return Math.max(0, settledHeap() - before) / messages
}

let collect: (() => void) | null = null

/** What is on the heap when all that can be collected has been. */
function settledHeap(): number {
  if (collect === null) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
