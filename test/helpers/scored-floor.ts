import { join } from 'node:path'
import { createActions } from '../../server/actions/actions.ts'
import { wholeCallIn } from '../../server/app/make-quality.ts'
import { placeOfCall } from '../../server/app/place-of-call.ts'
import { createAssist } from '../../server/assist/assist-room.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { AssistDesk } from '../../server/contracts/assist.ts'
import type { CallInfo } from '../../server/contracts/call.ts'
import type { QualityDesk } from '../../server/contracts/quality.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import type { CallMessage } from '../../server/contracts/transcript.ts'
import { noFloor } from '../../server/floor/no-floor.ts'
import { createLog, type Log } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { createQuality, type QualityRoom } from '../../server/quality/quality-room.ts'
import { redactKept, redactExcerpt } from '../../server/redaction/redact-words.ts'
import { createRedaction } from '../../server/redaction/redaction.ts'
import { redactText } from '../../server/redaction/redact-text.ts'
import { createRules } from '../../server/rules/rules-room.ts'
import { parseCallScript } from '../../server/rules/testing/call-script.ts'
import { playScript } from '../../server/rules/testing/play-script.ts'
import { createRecorder } from '../../server/store/recorder.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ManualClock } from './manual-clock.ts'
import { MemoryIssueDesk } from './memory-issue-desk.ts'
import { strictBus } from './strict-bus.ts'

const LIMITS = { perCall: 100, perAgentHour: 1000, perRuleHour: 1000 }

/** So many turns of the room are let pass after a time: enough for a dozen calls to be scored. */
const TURNS = 30
const TURN_MS = 200

/** The rooms from words to score cards over one store, on a clock that the test moves. */
export interface ScoredFloor {
  readonly clock: ManualClock
  readonly store: Store
  readonly bus: MemoryBus
  readonly desk: QualityDesk
  readonly assist: AssistDesk
  readonly readiness: QualityRoom['readiness']
  /** Plays a call as it would be recognised; it starts when the clock says, which it leaves where it is. */
  play(call: PlayedCall): void
  /** Lets time pass, and everything be done that is due then. */
  pass(ms: number): Promise<void>
  /** Ends the rooms and the store. */
  close(): Promise<void>
}

export interface PlayedCall {
  readonly callId: string
  readonly script: string
  readonly attributes?: Readonly<Record<string, string>>
  /** How it ends; null: the process dies in it. */
  readonly end?: 'completed' | 'shutdown' | null
  readonly continues?: CallInfo['continues']
}

export async function openScoredFloor(places: {
  readonly rulesDir: string
  /** Of the store. */
  readonly folder: string
  readonly file?: string
  readonly now: number
}): Promise<ScoredFloor> {
  const { rulesDir, folder, file = 'store.sqlite', now } = places
  const bus = strictBus()
  const clock = new ManualClock(now)
  const log = createLog({ level: 'silent' })
  const path = join(folder, file)
  const customerAttribute = 'customer'
  const store = openSqliteStore({ path, log, registry: new Registry(), clock, customerAttribute })
  const { quality, assist, close } = await openRooms({ bus, clock, log, store, rulesDir })
  const turn = async (): Promise<void> => {
    await store.flush()
    await new Promise(setImmediate)
  }
  return {
    ...{ clock, store, bus },
    desk: quality.desk,
    assist: assist.desk,
    readiness: quality.readiness,
    play: (call) => {
      for (const message of messagesOf(call, clock.now())) bus.publish('call', message)
    },
    pass: async (ms) => {
      clock.advance(ms)
      for (let turns = 0; turns < TURNS; turns += 1) {
        await turn()
        clock.advance(TURN_MS)
      }
      await turn()
    },
    close: async () => {
      // The clock stands still, so nobody else has written what the rooms wait for.
      const turning = new AbortController()
      const closed = close().finally(() => turning.abort())
      while (!turning.signal.aborted) await turn()
      await closed
      await store.close()
    },
  }
}

interface Parts {
  readonly bus: MemoryBus
  readonly clock: ManualClock
  readonly log: Log
  readonly store: Store
  readonly rulesDir: string
}

async function openRooms({ store, rulesDir, ...given }: Parts) {
  const common = { ...given, registry: new Registry() }
  const placeOf = placeOfCall(noFloor(LIMITS), 'team')
  const recorder = createRecorder({ ...common, store, placeOf })
  const redaction = createRedaction(common)
  const countRules = (): Promise<never> => Promise.reject(new Error('nobody asks'))
  const rules = createRules({ ...common, store, rulesDir, keptCalls: [], mask: redactKept, countRules })
  const actions = createActions({
    ...{ ...common, limits: LIMITS, redact: redactExcerpt, queueAttribute: 'queue' },
    quiet: () => null,
  })
  const assist = createAssist({
    ...{ ...common, store, rulesDir, issues: new MemoryIssueDesk(), redact: redactText },
    ...{ shownAttributes: [], wrapUpHook: null, wrapUpTimeoutMs: 1000 },
  })
  const quality = createQuality({
    ...{ ...common, store, rulesDir, placeOf, queueAttribute: 'queue', timeZone: 'Europe/Berlin' },
    floor: noFloor(LIMITS),
    repeatWithinMs: 7 * 86_400_000,
    rules: () => rules.current().rules,
    checklists: () => assist.checklists(),
    reviewer: assist.reviewer,
    wholeCall: wholeCallIn(store),
  })
  recorder.start()
  redaction.start()
  actions.start()
  await assist.start()
  await rules.start()
  await quality.start()
  return {
    ...{ quality, assist },
    close: async () => {
      await quality.stop()
      await rules.stop()
      await assist.stop()
      actions.stop()
      redaction.stop()
      await recorder.stop()
    },
  }
}

function messagesOf(
  { callId, script, attributes = {}, end = 'completed', continues }: PlayedCall,
  now: number,
) {
  const parsed = parseCallScript(script)
  if (parsed.faults.length > 0) throw new Error(parsed.faults.map(({ message }) => message).join('\n'))
  const about = { attributes, agentId: 'ana', startedAt: wallMs(now) }
  return playScript(callId, parsed.script, about).flatMap((message): readonly CallMessage[] => {
    if (message.type === 'start') return [{ ...message, call: { ...message.call, continues } }]
    if (message.type !== 'end') return [message]
    return end === null ? [] : [{ ...message, reason: end }]
  })
}
