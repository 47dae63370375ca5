import { beforeEach, describe, expect, test } from 'vitest'
import { ApiError } from '../../../agent-console/src/data/requests.ts'
import { CHECK_AFTER_MS, RuleBench } from '../../../agent-console/src/data/rule-bench.ts'
import { Drafts, type TextShelf } from '../../../agent-console/src/data/rule-draft.ts'
import { newRule } from '../../../agent-console/src/data/rule-template.ts'
import { Verdicts } from '../../../agent-console/src/data/verdicts.ts'
import type { RuleCheck, RuleDetail, RuleSave } from '../../../server/contracts/rule-desk.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const NO_FIGURES = { fired: 0, shown: 0, held: {}, confirmed: 0, retracted: 0, used: 0, notNow: 0, wrong: 0 }

function detail(text: string, change: Partial<RuleDetail> = {}): RuleDetail {
  return {
    id: 'a',
    rule: null,
    file: 'risk/a.rule.yaml',
    text,
    testText: 'tests',
    hash: `hash of ${text}`,
    faults: [],
    versions: [],
    retiredAt: null,
    figures: { ruleId: 'a', ...NO_FIGURES, perCallHour: null, precision: null },
    ...change,
  }
}

/** Lets the answers that are there be read. */
const settle = async (): Promise<void> => {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}

/** A server with one rule, which refuses what was made from another text, as the real one does. */
class FakeServer {
  now = detail('one')
  readonly checked: string[] = []
  readonly saved: RuleSave[] = []
  refusal: ApiError | null = null
  /** When set, checks are answered only by it. */
  readonly waiting: ((check: RuleCheck) => void)[] = []
  slow = false

  detail = async (id: string): Promise<RuleDetail> => {
    if (id !== 'a') throw new ApiError(404, { code: 'NOT_FOUND', message: 'Nothing there.' })
    return this.now
  }

  check = async ({ text }: { text: string }): Promise<RuleCheck> => {
    this.checked.push(text)
    if (!this.slow) return { faults: [], tests: [{ name: text, passed: true, failures: [] }], ok: true }
    return new Promise((answer) => this.waiting.push(answer))
  }

  save = async (save: RuleSave): Promise<RuleDetail> => {
    this.saved.push(save)
    if (this.refusal !== null) throw this.refusal
    if (save.hash !== null && save.hash !== this.now.hash) throw new ApiError(409, { code: 'RULE_CHANGED' })
    this.now = detail(save.text, { id: save.id, testText: save.testText })
    return this.now
  }

  setStatus = async (_id: string, { hash }: { hash: string }): Promise<RuleDetail> => {
    if (hash !== this.now.hash) throw new ApiError(409, { code: 'RULE_CHANGED' })
    this.now = detail(`${this.now.text}, moved`)
    return this.now
  }

  backtest = async (): Promise<never> => {
    throw new ApiError(422, {
      code: 'RULES_INVALID',
      message: 'Faults.',
      faults: [{ file: 'a.rule.yaml', line: 1, column: 2, check: 'yaml', severity: 'error', message: 'bad' }],
    })
  }
}

let server: FakeServer
let clock: ManualClock
let kept: string | null
let bench: RuleBench
let savedTimes: number

const shelf: TextShelf = { read: () => kept, write: (text) => (kept = text) }

/** A page of the same browser, opened later: it knows what was kept. */
function openPage(): RuleBench {
  const options = { api: server, drafts: new Drafts(shelf), clock, onChange: () => undefined }
  const opened = new RuleBench({ ...options, onSaved: () => void (savedTimes += 1) })
  opened.mayWrite = true
  return opened
}

beforeEach(() => {
  server = new FakeServer()
  clock = new ManualClock(0)
  kept = null
  savedTimes = 0
  bench = openPage()
})

async function open(id = 'a'): Promise<void> {
  await bench.open(id)
  clock.advance(0)
  await settle()
}

describe('the bench', () => {
  test('checks what is opened at once, and what is typed when nobody has typed for a while', async () => {
    await open()
    expect(server.checked).toEqual(['one'])
    bench.edit({ text: 'one t' })
    clock.advance(CHECK_AFTER_MS - 1)
    bench.edit({ text: 'one two' })
    clock.advance(CHECK_AFTER_MS - 1)
    expect(server.checked).toEqual(['one'])
    expect(bench.state?.checking).toBe(true)
    clock.advance(1)
    await settle()
    expect(server.checked).toEqual(['one', 'one two'])
    expect(bench.state).toMatchObject({ checking: false, check: { ok: true } })
  })

  test('lets the answer to an older text go', async () => {
    await open()
    server.slow = true
    const first = bench.check()
    const second = bench.check()
    const answer = (name: string): RuleCheck => ({
      faults: [],
      tests: [{ name, passed: true, failures: [] }],
      ok: true,
    })
    server.waiting[1]?.(answer('newer'))
    await second
    server.waiting[0]?.(answer('older'))
    await first
    expect(bench.state?.check?.tests[0]?.name).toBe('newer')
  })

  test('checks nothing for those who may not write', async () => {
    bench.mayWrite = false
    await open()
    expect(server.checked).toEqual([])
    expect(bench.state?.checking).toBe(false)
  })

  test('keeps what is not saved over a reload, and lets go of what says nothing new', async () => {
    await open()
    bench.edit({ testText: 'more tests' })
    bench = openPage()
    await open()
    expect(bench.state?.draft).toMatchObject({ text: 'one', testText: 'more tests' })
    bench.edit({ testText: 'tests' })
    expect(kept).toBe('[]')
  })

  test('saves what is there and goes on with what was typed meanwhile', async () => {
    await open()
    bench.edit({ text: 'two' })
    const saving = bench.save()
    bench.edit({ text: 'two three' })
    await saving
    expect(server.saved).toEqual([{ id: 'a', text: 'two', testText: 'tests', hash: 'hash of one' }])
    expect(bench.state).toMatchObject({
      task: null,
      draft: { text: 'two three', base: { text: 'two' }, hash: 'hash of two' },
    })
    expect(savedTimes).toBe(1)
  })

  test('shows what somebody else has saved, and goes on with either text', async () => {
    await open()
    bench.edit({ text: 'mine' })
    server.now = detail('theirs')
    await bench.save()
    expect(bench.state).toMatchObject({ conflict: { text: 'theirs' }, draft: { text: 'mine' } })
    bench.keepMine()
    expect(bench.state).toMatchObject({ conflict: null, draft: { text: 'mine', hash: 'hash of theirs' } })
    await bench.save()
    expect(server.now.text).toBe('mine')

    bench.edit({ text: 'mine again' })
    server.now = detail('theirs again')
    await bench.refresh()
    expect(bench.state?.conflict?.text).toBe('theirs again')
    bench.giveUp()
    expect(bench.state).toMatchObject({ conflict: null, draft: { text: 'theirs again' } })
    expect(kept).toBe('[]')
  })

  test('finds a kept draft whose rule has changed meanwhile, unless both say the same', async () => {
    await open()
    bench.edit({ text: 'two' })
    server.now = detail('three')
    bench = openPage()
    await open()
    expect(bench.state?.conflict?.text).toBe('three')
    server.now = detail('two')
    bench = openPage()
    await open()
    expect(bench.state).toMatchObject({ conflict: null, draft: { text: 'two', hash: 'hash of two' } })
  })

  test('follows the server while there is nothing to lose', async () => {
    await open()
    server.now = detail('newer')
    await bench.refresh()
    expect(bench.state).toMatchObject({ draft: { text: 'newer' }, conflict: null })
    await bench.setStatus('live')
    expect(bench.state?.draft.text).toBe('newer, moved')
  })

  test('says where what was refused is wrong', async () => {
    await open()
    await bench.backtest()
    expect(bench.state).toMatchObject({
      task: null,
      check: { faults: [{ message: 'bad' }], ok: false },
      problem: 'Not tried: there are errors, listed below.',
    })
    server.refusal = new ApiError(503, { code: 'RULES_UNWRITABLE', message: 'Cannot be written.' })
    bench.edit({ text: 'two' })
    await bench.save()
    expect(bench.state).toMatchObject({ problem: 'Cannot be written.', draft: { text: 'two' } })
  })

  test('begins a rule that the server does not know, in its folder', async () => {
    bench.create(newRule({ id: 'b', folder: 'service', title: 'New', kind: 'prompt' }))
    bench = openPage()
    await bench.open('b')
    expect(bench.state).toMatchObject({ detail: null, draft: { folder: 'service', hash: null } })
    await bench.save()
    expect(server.saved[0]).toMatchObject({ id: 'b', hash: null, folder: 'service' })
    bench.giveUp()
    await bench.open('nobody')
    expect(bench.view).toEqual({ phase: 'missing', id: 'nobody' })
  })

  test('gives a new rule up without a trace', () => {
    bench.create(newRule({ id: 'b', folder: '', title: 'New', kind: 'alert' }))
    bench.giveUp()
    expect(bench.view).toEqual({ phase: 'none' })
    expect(kept).toBe('[]')
  })

  test('begins with nothing where what was kept cannot be read', () => {
    for (const broken of ['{', '{}', '[{"id":"a"}]', '[null]'])
      expect(new Drafts({ ...shelf, read: () => broken }).all.size).toBe(0)
  })
})

describe('a verdict', () => {
  test('shows at once, can be changed, and tells when it was not taken', async () => {
    const told: string[] = []
    let refuse = false
    const judge = async (outcomeId: string, verdict: string): Promise<void> => {
      told.push(`${outcomeId} ${verdict}`)
      if (refuse) throw new ApiError(503)
    }
    const verdicts = new Verdicts({
      api: { judge, verdicts: async () => [] },
      onChange: () => undefined,
    })
    const giving = verdicts.give('o-1', 'used')
    expect(verdicts.all.get('o-1')).toEqual({ verdict: 'used', state: 'sending' })
    await verdicts.give('o-1', 'wrong')
    await giving
    expect(verdicts.all.get('o-1')).toEqual({ verdict: 'wrong', state: 'kept' })
    refuse = true
    await verdicts.give('o-1', 'not-now')
    expect(verdicts.all.get('o-1')?.state).toBe('failed')
    expect(told).toEqual(['o-1 used', 'o-1 wrong', 'o-1 not-now'])
  })
})
