import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createActions, type Actions } from '../../server/actions/actions.ts'
import { audienceOf } from '../../server/app/audience-of.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { createFloor, type FloorRoom } from '../../server/floor/floor-room.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog, type Log } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactExcerpt, redactKept } from '../../server/redaction/redact-words.ts'
import { createRules, type RulesRoom } from '../../server/rules/rules-room.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../fixtures/rules/call-builder.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { metricValue } from '../helpers/metric-value.ts'
import { strictBus } from '../helpers/strict-bus.ts'
import { until } from '../helpers/until.ts'

const LIMITS = { perCall: 12, perAgentHour: 60, perRuleHour: 12 }

/** Agent 7 works for billing, 8 for sales; sales wants no coaching. */
const FLOOR = `sites:
  berlin:
    title: Berlin
    teams:
      billing: { agents: ['7'] }
      sales: { title: Sales, agents: ['8'], prompts: { except: ['coaching/*'] } }
`

function rule(id: string, phrase: string): string {
  return ruleText({ id, when: `{ said: { speaker: customer, phrases: [${phrase}] } }` })
}

let folder: RulesFolder
let bus: MemoryBus
let registry: Registry
let lines: string[]
let told: Outcome[]
let log: Log
let store: Store
let rules: RulesRoom
let room: FloorRoom
let actions: Actions

beforeEach(async () => {
  folder = await RulesFolder.create({
    'coaching/praise.rule.yaml': rule('praise', 'thank you'),
    'hello.rule.yaml': rule('hello', 'well hello'),
    'floor.yaml': FLOOR,
  })
  bus = strictBus()
  registry = new Registry()
  lines = []
  told = []
  log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } })
  const path = join(folder.dir, '.data', 'floor.db')
  store = openSqliteStore({ path, log, registry: new Registry(), clock: systemClock })
  const common = { bus, log, registry, clock: systemClock }
  rules = createRules({
    ...common,
    rulesDir: folder.dir,
    store,
    keptCalls: [],
    mask: redactKept,
    countRules: async () => ({ since: wallMs(0), callMs: 0, rules: [] }),
  })
  room = createFloor({ ...common, rulesDir: folder.dir, limits: LIMITS })
  actions = createActions({
    ...common,
    limits: LIMITS,
    audience: audienceOf({
      floor: room.floor,
      rules: () => rules.current().rules,
      teamAttribute: 'team',
    }),
    quiet: () => null,
    queueAttribute: 'queue',
    redact: redactExcerpt,
  })
  bus.subscribe('outcome', (outcome) => told.push(outcome))
})

afterEach(async () => {
  await rules.stop()
  actions.stop()
  await room.stop()
  await store.close()
  await folder[Symbol.asyncDispose]()
})

async function start(): Promise<void> {
  await room.start()
  actions.start()
  await rules.start()
}

/** What became of what a customer said to an agent: the first state of each outcome. */
function say(text: string, agentId: string | null, team?: string): readonly string[] {
  told.length = 0
  const attributes: Record<string, string> = team === undefined ? {} : { team }
  const call = new CallBuilder(`call-${agentId ?? 'nobody'}-${systemClock.now()}`, { agentId, attributes })
    .final({ id: 'u1', text, fromMs: 1000, atMs: 3500 })
    .end(9000)
  for (const message of call.messages) bus.publish('call', message)
  const first = new Map(told.toReversed().map((outcome) => [outcome.outcomeId, outcome]))
  return [...first.values()].map((each) => `${each.rule} ${each.state} ${each.reason}`)
}

function note(): string | null {
  return room.readiness.note?.() ?? null
}

describe('the same words', () => {
  it('reach the agent whom they are for, and are held for another with the reason', async () => {
    await start()
    expect(say('oh thank you', '7')).toEqual(['praise@1 shown matched'])
    expect(say('oh thank you', '8')).toEqual(['praise@1 held not-for-team'])
    expect(say('well hello', '8')).toEqual(['hello@1 shown matched'])
  })

  it('go by the team that the call names', async () => {
    await start()
    expect(say('oh thank you', '7', 'sales')).toEqual(['praise@1 held not-for-team'])
    expect(say('oh thank you', '8', 'billing')).toEqual(['praise@1 shown matched'])
    expect(say('oh thank you', '8', '')).toEqual(['praise@1 held not-for-team'])
  })

  it('follow a rule that is moved to another folder', async () => {
    await start()
    expect(say('well hello', '8')).toEqual(['hello@1 shown matched'])
    await rename(folder.path('hello.rule.yaml'), folder.path('coaching/hello.rule.yaml'))
    await until('it lies there', () =>
      rules.current().rules.some(({ file }) => file === 'coaching/hello.rule.yaml'),
    )
    expect(say('well hello', '8')).toEqual(['hello@1 held not-for-team'])
  })
})

describe('a floor file that changes', () => {
  it('counts from the next match on', async () => {
    await start()
    expect(room.floor.placeOf({ agentId: '8', team: null })).toEqual({ site: 'berlin', team: 'sales' })
    await folder.write('floor.yaml', FLOOR.replace("'coaching/*'", 'hello'))
    await until('the file is in force', () => say('oh thank you', '8')[0] === 'praise@1 shown matched')
    expect(say('well hello', '8')).toEqual(['hello@1 held not-for-team'])
    await folder.remove('floor.yaml')
    await until('there is none', () => room.floor.sites().length === 0)
    expect(say('well hello', '8')).toEqual(['hello@1 shown matched'])
    expect(note()).toBeNull()
    expect(
      await metricValue(registry, 'earshot_floor_reloads_total', { result: 'swapped' }),
    ).toBeGreaterThanOrEqual(2)
  })

  it('changes nothing while it has a fault, which is told without names', async () => {
    await start()
    await folder.write('floor.yaml', FLOOR.replace("agents: ['8']", "agents: ['8', '7']"))
    await until('it is refused', () => note() !== null)
    expect(note()).toBe('faults in floor.yaml: 1')
    expect(say('oh thank you', '8')).toEqual(['praise@1 held not-for-team'])
    expect(await metricValue(registry, 'earshot_floor_file_faults')).toBe(1)
    expect(
      await metricValue(registry, 'earshot_floor_reloads_total', { result: 'refused' }),
    ).toBeGreaterThanOrEqual(1)
    const fault = lines.find((line) => line.includes('faults'))
    expect(fault).toContain('floor.yaml:6:45 [duplicate-agent]')
    expect(fault).not.toContain('sales')
    await folder.write('floor.yaml', FLOOR)
    await until('it is repaired', () => note() === null)
    expect(await metricValue(registry, 'earshot_floor_file_faults')).toBe(0)
  })

  it('is told of when a rule that it names goes', async () => {
    await folder.write('floor.yaml', FLOOR.replace("'coaching/*'", 'praise'))
    await start()
    await folder.remove('coaching/praise.rule.yaml')
    await until('it is noticed', () => note() !== null)
    await folder.write('coaching/praise.rule.yaml', rule('praise', 'thank you'))
    await until('it is back', () => note() === null)
    expect(await metricValue(registry, 'earshot_floor_reloads_total', { result: 'swapped' })).toBe(0)
  })
})

describe('at the start', () => {
  it('a file with wrong names counts without them', async () => {
    await folder.write('floor.yaml', FLOOR.replace("'coaching/*'", 'praise, gone'))
    await start()
    expect(note()).toBe('faults in floor.yaml: 1')
    expect(say('oh thank you', '8')).toEqual(['praise@1 held not-for-team'])
  })

  it('a file of another form costs what it says, and not the start', async () => {
    await folder.write('floor.yaml', 'sites: [berlin]\n')
    await start()
    expect(note()).toBe('faults in floor.yaml: 1')
    expect(await room.readiness.check()).toBeNull()
    expect(say('oh thank you', '8')).toEqual(['praise@1 shown matched'])
  })
})
