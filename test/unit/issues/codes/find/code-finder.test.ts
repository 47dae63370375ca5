import { describe, expect, it } from 'vitest'
import type { Channel, JourneyStep } from '../../../../../server/contracts/contact.ts'
import type { AboutChannel } from '../../../../../server/issues/codes/frame-code.ts'
import { frameOf } from '../../../../fixtures/issues/build-frame.ts'

const LISTS = new Map([['freezes', ['freezes', 'frozen', 'keeps loading', '(is|gets) stuck']]])

const frame = frameOf(
  [
    { id: 'web', channel: 'web', names: ['website', 'your site'] },
    { id: 'web.slow', 'in-channel': ['so slow'] },
    { id: 'web.page-blank', phrases: ['page ...3 blank'] },
    { id: 'web.payment', step: 'payment', phrases: ['trouble paying'] },
    { id: 'web.payment.page-freezes', phrases: ['payment page ...3 <freezes>'] },
    { id: 'web.payment.page-blank', phrases: ['payment page ...3 blank'] },
    { id: 'app', channel: 'app', names: ['app'] },
    { id: 'app.slow', 'in-channel': ['so slow'] },
    { id: 'app.crashes', phrases: ['app ...3 crashes'] },
    { id: 'ivr', channel: 'ivr', names: ['phone menu'] },
    { id: 'ivr.cut-off', 'in-channel': ['cut off'] },
    { id: 'log-in', step: 'log-in', phrases: ["can't log in"] },
  ],
  LISTS,
)

function find(
  text: string,
  { channel = 'call', about = null }: { channel?: Channel; about?: AboutChannel | null } = {},
): { codes: readonly string[]; step: JourneyStep | null; about: AboutChannel | null } {
  return frame.finder().find({ channel, step: null, about, text })
}

describe('where a phrase counts', () => {
  it.each<readonly [string, string, Channel, AboutChannel | null, readonly string[]]>([
    ['anywhere, said', 'the payment page freezes', 'call', null, ['web.payment.page-freezes']],
    ['anywhere, written elsewhere', 'The payment page freezes.', 'email', null, ['web.payment.page-freezes']],
    ['in its channel', 'So slow!', 'web', null, ['web.slow']],
    ['in the other channel', 'So slow!', 'app', null, ['app.slow']],
    ['in neither', 'you are so slow', 'call', null, []],
    ['where the channel is named', 'your website is so slow', 'call', null, ['web.slow']],
    ['where the channel was named before', 'it is so slow', 'call', 'app', ['app.slow']],
    ['where another is named now', 'your website is so slow', 'call', 'app', ['web.slow']],
    ['where two are named', 'the app and your website are so slow', 'call', null, ['app.slow', 'web.slow']],
    [
      'in its channel though another is named',
      'your website is so slow',
      'app',
      null,
      ['app.slow', 'web.slow'],
    ],
    ['a call has come by the phone menu', 'i was cut off', 'call', null, ['ivr.cut-off']],
    ['but not when it is about something else', 'your website cut off the text', 'call', null, []],
  ])('%s', (_name, text, channel, about, codes) => {
    expect(find(text, { channel, about }).codes).toEqual(codes)
  })

  it('tells the channel that was named last, for the next part', () => {
    expect(find('first the app then your website').about).toBe('web')
    expect(find('and then it stopped', { about: 'app' }).about).toBe('app')
    expect(find('good morning').about).toBe(null)
  })
})

describe('the most specific wins', () => {
  it('leaves out a code above another that was found', () => {
    expect(find('i have trouble paying the payment page is stuck').codes).toEqual([
      'web.payment.page-freezes',
    ])
  })

  it('leaves out what a longer phrase of another code tells more exactly', () => {
    expect(find('the payment page stays blank').codes).toEqual(['web.payment.page-blank'])
    expect(find('the page stays blank').codes).toEqual(['web.page-blank'])
  })

  it('keeps what merely lies in the gap of a longer one', () => {
    const gap = frameOf([
      { id: 'mail', phrases: ['wrote ...8 nobody answered'] },
      { id: 'crash', phrases: ['app crashes'] },
    ])
    const found = gap.finder().find({
      channel: 'call',
      step: null,
      text: 'i wrote that the app crashes and nobody answered',
    })
    expect(found.codes).toEqual(['crash', 'mail'])
  })

  it('takes the step of the most specific code, else the one that the source knows', () => {
    expect(find("i can't log in and the payment page freezes")).toMatchObject({
      codes: ['log-in', 'web.payment.page-freezes'],
      step: 'payment',
    })
    const part = { channel: 'web', step: 'basket', text: 'so slow' } as const
    expect(frame.finder().find(part).step).toBe('basket')
    expect(frame.finder().find({ ...part, text: "can't log in" }).step).toBe('log-in')
    expect(frame.finder().find({ ...part, text: 'hello' })).toEqual({
      codes: [],
      step: 'basket',
      about: null,
    })
  })
})

it('tells the words that each code was found by', () => {
  const part = { channel: 'call', step: null, text: 'Well: the payment page keeps loading.' } as const
  expect(frame.finder().hits(part)).toEqual([
    {
      code: 'web.payment.page-freezes',
      phrase: 'payment page ...3 <freezes>',
      words: 'payment page keeps loading',
    },
  ])
})

it('finds nothing across the end of a sentence', () => {
  expect(find('I pay. Page is blank').codes).toEqual(['web.page-blank'])
  expect(find('this is the payment. page freezes').codes).toEqual([])
})

it('finds a phrase at any place of a long text without a mark', () => {
  const well = (times: number): string => 'well '.repeat(times)
  for (let before = 900; before < 1100; before += 7) {
    for (const after of [0, 3, 1000]) {
      const text = `${well(before)}the payment page just freezes ${well(after)}`.trimEnd()
      expect(find(text).codes).toEqual(['web.payment.page-freezes'])
    }
  }
})

it('reads a megabyte of anything', () => {
  const noise = 'app payment page not, never website so slow 404 no '.repeat(20_000)
  expect(find(noise).codes).toEqual(expect.any(Array))
})
