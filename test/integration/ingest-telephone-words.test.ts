import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Party } from '../../server/contracts/call.ts'
import type { Word } from '../../server/contracts/transcript.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import type { Received } from '../helpers/event-reader.ts'
import { NativeClient, littleEndian, startMessage } from '../helpers/native-client.ts'
import { lineFrames, wirelessJitter, type LineOptions, type Stretch } from '../helpers/phone-line.ts'
import { beginningOf, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { sseReader, type SseReader } from '../helpers/sse-reader.ts'
import { until } from '../helpers/until.ts'

const PARTIES: readonly Party[] = ['agent', 'customer']
/** A gate at the source cuts off no sound: it opens and closes this far from the speech. */
const MARGIN_MS = 300

let server: EarshotServer
const events: SseReader[] = []
let token: string

beforeAll(async () => {
  server = await startEarshot()
  token = await server.token('admin')
  for (const callId of ['good', 'bad']) {
    events.push(await sseReader(server.url, { token, query: `callId=${callId}` }))
  }
}, 90_000)

afterAll(async () => {
  for (const reader of events) reader.close()
  await server.stop()
})

test('words of a call over bad lines have the times of the same call over good ones', async () => {
  const call = beginningOf(await callSamples('angry-repeat-caller'), 36_000)
  const { durationMs } = call.reference
  const good: LineOptions = { durationMs }
  const agent: LineOptions = {
    durationMs,
    frameMs: 60,
    jitterMs: wirelessJitter,
    stalls: [{ fromMs: 12_000, toMs: 13_500 }],
    seed: 3,
  }
  const customer: LineOptions = {
    durationMs,
    frameMs: 30,
    jitterMs: (random) => 10 * random(),
    silences: pausesOf(call, 'customer'),
    seed: 4,
  }
  await Promise.all([
    place({ callId: 'good', call, lines: { agent: good, customer: good }, offset: 0 }),
    place({ callId: 'bad', call, lines: { agent, customer }, offset: 1_500 }),
  ])
  for (const party of PARTIES) {
    const expected = wordsOf('good', party)
    const pairs = samePlaces(expected, wordsOf('bad', party))
    const off = pairs.map(([one, other]) => Math.abs(one.startMs - other.startMs)).toSorted((a, b) => a - b)
    process.stdout.write(
      `${party}: ${pairs.length} of ${expected.length} words the same, off by ${off[off.length >> 1] ?? NaN} ms (median), ` +
        `${off.at(-1) ?? NaN} ms (most)\n`,
    )
    expect(expected.length).toBeGreaterThan(20)
    expect(pairs.length / expected.length).toBeGreaterThan(0.9)
    expect(off[Math.floor(off.length * 0.95)]).toBeLessThanOrEqual(100)
  }
}, 180_000)

/** Where a party says nothing, as a source with silence suppression sees it. */
function pausesOf(call: CallSamples, party: Party): readonly Stretch[] {
  const turns = call.reference.turns.filter((turn) => turn.party === party)
  const edges = [0, ...turns.flatMap((turn) => [turn.startMs - MARGIN_MS, turn.endMs + MARGIN_MS]), Infinity]
  return edges.flatMap((fromMs, index) =>
    index % 2 === 0 ? [{ fromMs, toMs: edges[index + 1] ?? Infinity }] : [],
  )
}

/** Streams a call over its lines in real time; resolves when it has ended. */
async function place(options: {
  readonly callId: string
  readonly call: CallSamples
  readonly lines: Readonly<Record<Party, LineOptions>>
  /** Constant added to every sample: what a cheap sound card does. */
  readonly offset: number
}): Promise<void> {
  const { callId, call, lines, offset } = options
  const clients = new Map<Party, NativeClient>()
  for (const party of PARTIES) {
    clients.set(party, await NativeClient.open({ host: new URL(server.url).host, token }))
  }
  for (const [party, client] of clients) {
    client.send(
      startMessage({ callId, audio: { encoding: 'pcm_s16le', sampleRate: 8000, channels: [party] } }),
    )
    await client.answer('started')
  }
  const began = performance.now()
  await Promise.all(
    PARTIES.map(async (party) => {
      const samples = call.samples[party].map((sample) => sample + offset)
      for (const frame of lineFrames(lines[party])) {
        const waitMs = began + frame.arrivesMs - performance.now()
        if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
        const from = frame.index * frame.samples
        await clients.get(party)?.audio(littleEndian(samples.subarray(from, from + frame.samples)))
      }
      clients.get(party)?.send({ type: 'stop' })
    }),
  )
  // The machine may be busy; how long recognition takes is not what is looked at here.
  await until(
    'the call has ended',
    () => received().some((message) => message.type === 'end' && message.callId === callId),
    90_000,
  )
}

function received(): readonly Received[] {
  return events.flatMap((reader) => reader.messages)
}

function wordsOf(callId: string, party: Party): readonly Word[] {
  return received()
    .filter((message) => message.type === 'utterance')
    .filter((said) => said.callId === callId && said.party === party && said.state === 'final')
    .flatMap((said) => said.words)
}

/** The pairs of a longest common run of words. */
function samePlaces(one: readonly Word[], other: readonly Word[]): readonly (readonly [Word, Word])[] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const row = lengths[i]
      if (row === undefined) continue
      row[j] = one[i]?.text === other[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: (readonly [Word, Word])[] = []
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const [first, second] = [one[i], other[j]]
    if (first !== undefined && first.text === second?.text) {
      pairs.push([first, second])
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return pairs
}
