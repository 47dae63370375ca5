import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEarlierContacts } from '../../../server/app/earlier-contacts.ts'
import type { MemoryBus } from '../../../server/bus/memory-bus.ts'
import type { CallInfo } from '../../../server/contracts/call.ts'
import type { Store } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { linesInto } from '../../helpers/lines-into.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import { STARTED_AT, buildCall, buildEnd, buildStart, buildUpdate } from '../../helpers/message-builders.ts'
import { metricValue } from '../../helpers/metric-value.ts'
import { RecordingSink } from '../../helpers/recording-sink.ts'
import { strictBus } from '../../helpers/strict-bus.ts'

const DAY_MS = 86_400_000
const LOOKUPS = 'earshot_earlier_contact_lookups_total'

let folder: string
let store: Store
let bus: MemoryBus
let sink: RecordingSink
let registry: Registry
let lines: Record<string, unknown>[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-contacts-'))
  registry = new Registry()
  lines = []
  const log = createLog({ level: 'warn', destination: linesInto(lines) })
  const common = { log, registry, clock: new ManualClock(0), customerAttribute: 'customer' }
  store = openSqliteStore({ path: join(folder, 'earshot.db'), ...common })
  bus = strictBus()
  sink = new RecordingSink()
  createEarlierContacts({ bus, store, sink, attribute: 'customer', log, registry }).start()
  for (const [callId, days] of [
    ['older', 40],
    ['newer', 2],
    ['ancient', 91],
  ] as const) {
    void store.saveCall(callOf('c-7', { callId, startedAt: wallMs(STARTED_AT - days * DAY_MS) }))
  }
  await store.flush()
})

afterEach(async () => {
  await bus.drain()
  await store.close()
  rmSync(folder, { recursive: true })
})

const NEWER_AND_OLDER = `${STARTED_AT - 2 * DAY_MS},${STARTED_AT - 40 * DAY_MS}`

function callOf(customer: string, change: Partial<CallInfo> = {}): CallInfo {
  return buildCall({ attributes: { customer }, ...change })
}

/** What calls were told, once everything that was begun is done. */
async function told(): Promise<readonly unknown[]> {
  await new Promise((resolve) => setImmediate(resolve))
  return sink.of('update').map(({ callId, change }) => [callId, change])
}

function contacts(value: string): unknown {
  return ['call-1', { attributes: { 'earshot.earlier-contacts': value } }]
}

describe('earlier contacts', () => {
  it('are told to a call whose customer called before, newest first', async () => {
    bus.publish('call', buildStart(callOf('c-7')))
    expect(await told()).toEqual([contacts(NEWER_AND_OLDER)])
    expect(await metricValue(registry, LOOKUPS, { result: 'found' })).toBe(1)
  })

  it('are told when the customer becomes known later, and once', async () => {
    bus.publish('call', buildStart())
    expect(await told()).toEqual([])
    bus.publish('call', buildUpdate({ attributes: { customer: 'c-7' } }))
    bus.publish('call', buildUpdate({ attributes: { customer: 'c-7', tier: 'gold' } }))
    expect(await told()).toEqual([contacts(NEWER_AND_OLDER)])
  })

  it('are silent about a customer who never called, and a call of nobody', async () => {
    bus.publish('call', buildStart(callOf('c-8')))
    bus.publish('call', buildStart(callOf('', { callId: 'call-2' })))
    expect(await told()).toEqual([])
    expect(await metricValue(registry, LOOKUPS, { result: 'none' })).toBe(1)
  })

  it('are taken back when it was another customer', async () => {
    bus.publish('call', buildStart(callOf('c-7')))
    await told()
    bus.publish('call', buildUpdate({ attributes: { 'earshot.earlier-contacts': NEWER_AND_OLDER } }))
    bus.publish('call', buildUpdate({ attributes: { customer: 'c-8' } }))
    expect(await told()).toEqual([contacts(NEWER_AND_OLDER), contacts('')])
  })

  it('never name the customer of a moment before', async () => {
    bus.publish('call', buildStart(callOf('c-7')))
    bus.publish('call', buildUpdate({ attributes: { customer: 'c-8' } }))
    expect(await told()).toEqual([])
  })

  it('come too late for a call that is over', async () => {
    bus.publish('call', buildStart(callOf('c-7')))
    bus.publish('call', buildEnd())
    expect(await told()).toEqual([])
  })

  it('fit into an attribute, however often somebody calls', async () => {
    for (let n = 1; n <= 60; n += 1) {
      void store.saveCall(callOf('often', { callId: `o-${n}`, startedAt: wallMs(STARTED_AT - n * 60_000) }))
    }
    bus.publish('call', buildStart(callOf('often')))
    await told()
    const text = sink.of('update')[0]?.change.attributes?.['earshot.earlier-contacts'] ?? ''
    expect(text.split(',')).toHaveLength(50)
    expect(text.length).toBeLessThanOrEqual(1024)
    expect(text.startsWith(`${STARTED_AT - 60_000},`)).toBe(true)
  })

  it.each([
    [63, 1, 'found'],
    [64, 0, 'no-place'],
  ])('find a call with %i attributes: told %i times', async (count, times, result) => {
    const others = Array.from({ length: count - 1 }, (_, n): [string, string] => [`k${n}`, ''])
    bus.publish(
      'call',
      buildStart(buildCall({ attributes: { ...Object.fromEntries(others), customer: 'c-7' } })),
    )
    expect(await told()).toHaveLength(times)
    expect(await metricValue(registry, LOOKUPS, { result })).toBe(1)
  })

  it('are missing when the store fails, which is counted and logged without a name', async () => {
    await store.close()
    bus.publish('call', buildStart(callOf('c-7')))
    expect(await told()).toEqual([])
    expect(await metricValue(registry, LOOKUPS, { result: 'failed' })).toBe(1)
    expect(JSON.stringify(lines)).toContain('Earlier calls of a customer are not known.')
    expect(JSON.stringify(lines)).not.toContain('c-7')
  })
})
