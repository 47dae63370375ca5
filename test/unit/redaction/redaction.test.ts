import { beforeEach, describe, expect, it } from 'vitest'
import type { MemoryBus } from '../../../server/bus/memory-bus.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { createRedaction, type Redaction } from '../../../server/redaction/redaction.ts'
import {
  buildCall,
  buildEnd,
  buildStart,
  buildUtterance,
  wordlessMessages,
} from '../../helpers/message-builders.ts'
import { strictBus } from '../../helpers/strict-bus.ts'

let bus: MemoryBus
let registry: Registry
let redaction: Redaction
let lines: string[]
let got: CallMessage[]

beforeEach(() => {
  bus = strictBus()
  registry = new Registry()
  lines = []
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } })
  redaction = createRedaction({ bus, log, registry })
  redaction.start()
  got = []
  bus.subscribe('transcript', (message) => got.push(message))
})

type Said = Parameters<typeof buildUtterance>[0]

/** Publishes utterances after a start and returns the texts that left. */
function leaves(...utterances: readonly Said[]): readonly string[] {
  bus.publish('call', buildStart())
  for (const said of utterances) bus.publish('call', buildUtterance(said))
  return got.flatMap((message) => (message.type === 'utterance' ? [message.text] : []))
}

describe('createRedaction', () => {
  it('passes messages without words as they are, attributes of the call included', () => {
    for (const message of wordlessMessages()) bus.publish('call', message)
    expect(got).toEqual(wordlessMessages())
  })

  it('publishes the same utterance with its numbers masked in words and text', () => {
    const raw = buildUtterance({ text: 'it is four five three nine thanks', startMs: 2000 })
    expect(leaves({ text: raw.text, startMs: 2000 })).toEqual(['it is • • • • thanks'])
    const words = raw.words.map((word) =>
      /four|five|three|nine/.test(word.text) ? { ...word, text: '•' } : word,
    )
    expect(got[1]).toEqual({ ...raw, text: 'it is • • • • thanks', words })
  })

  it('lets no alternative reading out, which could show what is masked', () => {
    const alternatives = ['it is for five three nine thanks']
    bus.publish('call', { ...buildUtterance({ text: 'it is four five three nine thanks' }), alternatives })
    expect(got).toHaveLength(1)
    expect(got[0]).not.toHaveProperty('alternatives')
  })

  it('makes the text from the words, whatever it said', () => {
    bus.publish('call', { ...buildUtterance({ text: 'hello' }), text: 'four five three nine' })
    expect(got).toMatchObject([{ text: 'hello' }])
  })

  it('follows a number across utterances of one party, whatever the other says meanwhile', () => {
    const texts = leaves(
      { text: 'it is forty five', startMs: 0 },
      { text: 'mhm two', startMs: 1000, party: 'agent' },
      { text: 'thirty nine of', startMs: 2000 },
    )
    expect(texts).toEqual(['it is forty five', 'mhm two', '• • of'])
  })

  it('takes what was left open from finals only', () => {
    const texts = leaves(
      { text: 'it is forty five', startMs: 0, state: 'partial' },
      { text: 'it is forty eight grand', startMs: 0 },
      { text: 'thirty nine of', startMs: 2000 },
    )
    expect(texts).toEqual(['it is • •', 'it is forty eight grand', 'thirty nine of'])
  })

  it('masks growing partials that continue an utterance', () => {
    const texts = leaves(
      { text: 'it is forty five', startMs: 0 },
      { text: 'three', startMs: 2000, state: 'partial' },
      { text: 'three nine', startMs: 2000, state: 'partial' },
      { text: 'three nine', startMs: 2000 },
    )
    expect(texts).toEqual(['it is forty five', '•', '• •', '• •'])
  })

  it('expects a number from either party for 20 s after somebody asked for one, be it in a partial', () => {
    const ask = { text: 'and the last digits of your card', party: 'agent', state: 'partial' } as const
    expect(leaves(ask, { text: 'sure sixty nine', startMs: 4000 })[1]).toBe('sure • •')
    // The question ends at 2220 ms.
    expect(leaves(ask, { text: 'sure sixty nine', startMs: 22_220 }).at(-1)).toBe('sure • •')
    expect(leaves(ask, { text: 'sure sixty nine', startMs: 22_221 }).at(-1)).toBe('sure sixty nine')
  })

  it('keeps calls apart and begins anew when a call id comes again', () => {
    const open = { text: 'it is forty five', startMs: 0 }
    const next = { text: 'thirty nine of', startMs: 2000 }
    bus.publish('call', buildStart(buildCall({ callId: 'call-2' })))
    expect(leaves(open, { ...next, callId: 'call-2' }).at(-1)).toBe('thirty nine of')
    bus.publish('call', buildEnd())
    expect(leaves(next).at(-1)).toBe('thirty nine of')
  })

  it('counts masked words and logs none', async () => {
    leaves({ text: 'four five three nine' }, { text: 'two one', state: 'partial', startMs: 9000 })
    const values = (await registry.getSingleMetric('earshot_redaction_words_masked_total')?.get())?.values
    expect(values?.map(({ labels, value }) => [labels['state'], value])).toEqual([
      ['final', 4],
      ['partial', 2],
    ])
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toMatch(/four|two|•/)
  })

  it('publishes nothing after stop', () => {
    redaction.stop()
    expect(leaves({ text: 'hello' })).toEqual([])
  })
})
