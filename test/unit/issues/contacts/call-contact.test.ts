import { describe, expect, it } from 'vitest'
import type { CallMessage, Utterance } from '../../../../server/contracts/transcript.ts'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import { CallContacts } from '../../../../server/issues/contacts/call-contacts.ts'
import type { CodeSearch } from '../../../../server/issues/contacts/code-search.ts'
import {
  buildCall,
  buildEnd,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../../helpers/message-builders.ts'

/** Finds `login` where the words "log in" are, and `login.fails` where "cannot log in" is. */
const SEARCH: CodeSearch = {
  find({ text, step, about }) {
    const codes = text.includes('cannot log in') ? ['login.fails'] : text.includes('log in') ? ['login'] : []
    return {
      codes,
      step: codes.length === 0 ? step : 'log-in',
      about: text.includes('website') ? 'web' : (about ?? null),
    }
  },
  hits({ text }) {
    const words = /cannot log in/.exec(text)?.[0] ?? /log in/.exec(text)?.[0]
    return words === undefined ? [] : [{ code: words === 'log in' ? 'login' : 'login.fails', words }]
  },
}

function contacts(): CallContacts {
  return new CallContacts({
    search: () => SEARCH,
    hashAuthor: (value) => `#${value}`,
    customerAttribute: 'customer',
    queueAttribute: 'queue',
  })
}

function began(
  attributes: Readonly<Record<string, string>> = { customer: 'ann', queue: 'web help' },
): CallContacts {
  const calls = contacts()
  calls.take(buildStart(buildCall({ attributes })))
  return calls
}

/** The words of which the last ones are still moving. */
function partial(text: string, moving = 0, startMs = 1000): Utterance {
  const utterance = buildUtterance({ text, startMs, state: 'partial' })
  const { length } = utterance.words
  const words = utterance.words.map((word, at) => ({ ...word, stayedMs: at >= length - moving ? 120 : 400 }))
  return { ...utterance, words }
}

function final(text: string, startMs = 1000): Utterance {
  return buildUtterance({ text, startMs })
}

describe('a code in a call', () => {
  it('counts once, as early as its words have settled, and brings its text with the final', () => {
    const calls = began()
    expect(calls.take(partial('i cannot log in', 2))).toEqual({ parts: [], codes: [] })
    const early = calls.take(partial('i cannot log in today', 1))
    expect(early.parts).toMatchObject([
      {
        id: 'calls:call-1',
        channel: 'call',
        codes: ['login.fails'],
        texts: [],
        step: 'log-in',
        authorKey: '#ann',
      },
    ])
    expect(early.codes).toMatchObject([{ state: 'fired', code: 'login.fails' }])
    expect(early.codes[0]?.words.map(({ text }) => text)).toEqual(['cannot', 'log', 'in'])
    expect(early.parts[0]?.atMs).toBe(1320)
    const late = calls.take(final('i cannot log in today'))
    expect(late.parts).toMatchObject([
      { codes: ['login.fails'], texts: ['i cannot log in today'], queue: 'web help', callId: 'call-1' },
    ])
    expect(late.codes).toMatchObject([{ state: 'confirmed', code: 'login.fails' }])
    // Said again: a part of its own, and no news for whoever counts customers.
    expect(calls.take(final('i still cannot log in', 9000)).codes).toMatchObject([{ state: 'fired' }])
  })

  it('is taken back when the final does not have it', () => {
    const calls = began()
    calls.take(partial('i cannot log in'))
    expect(calls.take(final('i can log in')).codes).toMatchObject([
      { state: 'fired', code: 'login' },
      { state: 'retracted', code: 'login.fails' },
    ])
    expect(calls.take(partial('cannot log in', 0, 9000)).codes).toMatchObject([{ state: 'fired' }])
    const empty = calls.take(buildUtterance({ text: '', startMs: 9000 }))
    expect(empty).toMatchObject({ parts: [], codes: [{ state: 'retracted', code: 'login.fails' }] })
    // What was said before stays said.
    calls.take(final('i cannot log in', 12_000))
    calls.take(partial('cannot log in', 0, 15_000))
    expect(calls.take(final('can walk in', 15_000)).codes).toEqual([])
  })

  it('is the customer’s alone, and of a call that is known', () => {
    const calls = began()
    const agent = buildUtterance({ text: 'so you cannot log in', party: 'agent' })
    expect(calls.take(agent)).toEqual({ parts: [], codes: [] })
    expect(calls.take(buildUtterance({ text: 'cannot log in', callId: 'nobody' }))).toEqual({
      parts: [],
      codes: [],
    })
    calls.take(buildEnd())
    expect(calls.take(final('cannot log in'))).toEqual({ parts: [], codes: [] })
    expect(calls.size).toBe(0)
  })
})

describe('texts without a code', () => {
  it('wait for each other, until there are six, half a minute has passed, or the call is over', () => {
    const calls = began()
    const parts = (message: CallMessage) => calls.take(message).parts
    for (let n = 0; n < 5; n += 1)
      expect(parts(final(`sentence number ${'abcde'[n] ?? ''}`, n * 2000))).toEqual([])
    expect(parts(final('the sixth sentence', 12_000))).toMatchObject([
      { texts: { length: 6 }, codes: [], step: null },
    ])
    expect(parts(final('one more', 20_000))).toEqual([])
    const tick = { type: 'tick', callId: 'call-1', seq: 5, lagMs: 0 } as const
    expect(parts({ ...tick, atMs: callMs(45_000) })).toEqual([])
    expect(parts({ ...tick, atMs: callMs(51_000) })).toMatchObject([{ texts: ['one more'], atMs: 20_000 }])
    expect(parts(final('the last one', 60_000))).toEqual([])
    expect(parts(buildEnd())).toMatchObject([{ texts: ['the last one'] }])
  })

  it('have the mood of their words, by how many there are', () => {
    const calls = began()
    calls.take(final('this is terrible and i am very angry', 0))
    const [part] = calls.take(buildEnd()).parts
    expect(part?.mood).toBeLessThan(-0.3)
    const neutral = began()
    neutral.take(final('one two', 0))
    expect(neutral.take(buildEnd()).parts[0]?.mood).toBeNull()
  })
})

describe('whose contact it is', () => {
  it('may become known in the middle', () => {
    const calls = began({})
    expect(calls.take(final('i cannot log in')).parts[0]).toMatchObject({ authorKey: null, queue: null })
    calls.take(buildUpdate({ attributes: { customer: 'bob', queue: 'sales' } }))
    expect(calls.take(final('i cannot log in', 9000)).parts[0]).toMatchObject({
      authorKey: '#bob',
      queue: 'sales',
    })
    calls.take(buildUpdate({ attributes: { customer: '' } }))
    expect(calls.take(final('i cannot log in', 19_000)).parts[0]).toMatchObject({ authorKey: null })
  })

  it('stays the same after a restart', () => {
    const calls = contacts()
    const continues = { callId: 'call-0', atMs: callMs(30_000) }
    calls.take(buildStart(buildCall({ callId: 'call-1', continues, startedAt: wallMs(5) })))
    expect(calls.take(final('i cannot log in')).parts[0]).toMatchObject({
      id: 'calls:call-0',
      callId: 'call-1',
    })
  })
})
