import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { PartyChannel } from '../../../server/asr/party-channel.ts'
import type { UtteranceDraft } from '../../../server/asr/transcript-assembler.ts'
import type { ChannelHandler } from '../../../server/asr/pool/channel-handler.ts'
import { ChannelTurns } from '../../../server/asr/worker/channel-turns.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { seededRandom, type Random } from '../../fixtures/rules/random.ts'
import { FakeRecognizer, fakeVoiceActivity } from '../../helpers/fake-recognizer.ts'

const VOCABULARY = ['', ...Array.from({ length: 60 }, (_, index) => `word-${index + 1}`)]
/** Keeps the speech gate open without being a word. */
const NOISE = 30_000
const FRAME_MS = 20

/** A channel whose workers live in this process, so that they can die, or be left, at any moment. */
class MortalChannel {
  readonly drafts: UtteranceDraft[] = []
  readonly channel: PartyChannel
  deaths = 0
  moves = { quiet: 0, replayed: 0 }
  drops = 0
  /** Up to where workers have been sent audio. */
  #sentToMs = 0
  /** The same of the present worker alone. */
  #presentToMs = 0
  /** The most that a move at a quiet moment has sent again. */
  mostSentAgainMs = 0
  #handler: ChannelHandler | null = null
  #worker: ChannelTurns | null = null

  constructor() {
    this.channel = new PartyChannel({
      callId: 'call-1',
      party: 'agent',
      limitMs: 60_000,
      pool: { attach: (handler) => this.#serve(handler), detach: () => undefined },
      events: {
        utterance: (draft) => this.drafts.push(draft),
        gap: () => undefined,
        dropped: () => (this.drops += 1),
        moved: () => undefined,
      },
    })
  }

  die(): void {
    this.deaths += 1
    this.#worker = null
    this.#handler?.detached('died')
    if (this.#handler !== null) this.#serve(this.#handler)
  }

  /** Another worker is ready to take over. */
  replace(): void {
    this.#handler?.askedToLeave()
  }

  /** Its quiet moment did not come in time. */
  move(how: 'quiet' | 'replayed'): void {
    if (this.#handler === null) return
    this.moves[how] += 1
    this.#worker = null
    this.#handler.detached('moved')
    const before = this.#presentToMs
    this.#serve(this.#handler, (atMs) => {
      if (how === 'quiet') this.mostSentAgainMs = Math.max(this.mostSentAgainMs, before - atMs)
    })
  }

  #serve(handler: ChannelHandler, started: (atMs: number) => void = () => undefined): void {
    let nextMs: number | null = null
    const worker: ChannelTurns = new ChannelTurns({
      model: { create: (rate) => new FakeRecognizer({ rate, vocabulary: VOCABULARY }), sharesGraph: false },
      createVoiceActivity: fakeVoiceActivity,
      send: (message) => {
        if (this.#worker === worker && 'channelId' in message) handler.message(message)
      },
    })
    this.#handler = handler
    this.#worker = worker
    const channelId = 1
    handler.attached({
      open: (options) => worker.take({ type: 'open', channelId, ...options }),
      audio: (chunk) => {
        // A worker gets the audio without a hole, and no worker leaves a hole to the one before.
        if (nextMs === null) started(chunk.atMs)
        expect(chunk.atMs).toBeLessThanOrEqual(nextMs ?? this.#sentToMs)
        if (nextMs !== null) expect(chunk.atMs).toBe(nextMs)
        nextMs = chunk.atMs + chunk.samples.length / 8
        this.#sentToMs = Math.max(this.#sentToMs, nextMs)
        this.#presentToMs = nextMs
        worker.take({ type: 'audio', channelId, ...chunk })
      },
      flush: () => worker.take({ type: 'flush', channelId }),
      leave: () => this.move('quiet'),
    })
  }
}

interface Stretch {
  readonly sample: number
  readonly durationMs: number
}

/** Words in ascending order, with pauses and noise of every length between them. */
function randomSpeech(random: Random): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (let word = 1; word < VOCABULARY.length; word += 1) {
    stretches.push({ sample: word, durationMs: random.int(5, 25) * FRAME_MS })
    const pause = random.pick([0, 0, 0, 200, 400, 700, 1500])
    if (pause > 0) stretches.push({ sample: random.pick([0, NOISE]), durationMs: pause })
  }
  return stretches
}

async function recognise(mortal: MortalChannel, speech: readonly Stretch[], random: Random): Promise<void> {
  let positionMs = 0
  for (const { sample, durationMs } of speech) {
    for (let ms = 0; ms < durationMs; ms += FRAME_MS) {
      const samples = new Int16Array(8 * FRAME_MS).fill(sample)
      const stamps = { capturedAt: wallMs(0), heardAt: wallMs(0) }
      mortal.channel.push({
        callId: 'call-1',
        party: 'agent',
        atMs: callMs(positionMs),
        samples,
        rate: 8000,
        ...stamps,
      })
      positionMs += FRAME_MS
      if (random.int(0, 1) === 0) await nextTurn()
      if (random.int(0, 120) === 0) mortal.die()
      if (random.int(0, 60) === 0) mortal.replace()
      if (random.int(0, 200) === 0) mortal.move('replayed')
    }
  }
  mortal.channel.end()
  while (!mortal.channel.isIdle) await nextTurn()
}

it('loses no word, repeats none and keeps utterances, wherever workers die or are left', async () => {
  const totals = { deaths: 0, quiet: 0, replayed: 0 }
  for (let seed = 1; seed <= 15; seed += 1) {
    const random = seededRandom(seed)
    const mortal = new MortalChannel()
    await recognise(mortal, randomSpeech(random), random)
    const finals = mortal.drafts.filter((draft) => draft.state === 'final')
    expect(
      finals.flatMap((final) => final.words.map((word) => word.text)),
      `seed ${seed}`,
    ).toEqual(VOCABULARY.slice(1))
    const ids = finals.map((final) => final.utteranceId)
    expect(new Set(ids).size, `seed ${seed}`).toBe(ids.length)
    expect(new Set(mortal.drafts.map((draft) => draft.utteranceId)), `seed ${seed}`).toEqual(new Set(ids))
    const positions = mortal.drafts.map((draft) => draft.atMs)
    expect(positions, `seed ${seed}`).toEqual(positions.toSorted((a, b) => a - b))
    expect(mortal.drops, `seed ${seed}`).toBe(0)
    // The speech gate's 300 ms before the speech, and what it had not made a frame of.
    expect(mortal.mostSentAgainMs, `seed ${seed}`).toBeLessThanOrEqual(320)
    totals.deaths += mortal.deaths
    totals.quiet += mortal.moves.quiet
    totals.replayed += mortal.moves.replayed
  }
  expect(totals.deaths).toBeGreaterThan(50)
  expect(totals.quiet).toBeGreaterThan(50)
  expect(totals.replayed).toBeGreaterThan(50)
}, 60_000)
