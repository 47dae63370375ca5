import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CallRecord } from '../../server/contracts/store.ts'
import { sleep, systemClock } from '../../server/platform/clock.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { NativeClient, littleEndian, startMessage } from '../helpers/native-client.ts'
import { between, callSamples } from '../helpers/sample-call-audio.ts'
import { until } from '../helpers/until.ts'

const WITHIN_MS = 45_000
const FRAME_MS = 100
const SAMPLES_PER_MS = 8

const RULE = `id: nobody-comes-back
version: 1
title: Nobody comes back to a caller on hold
status: live
severity: medium
owner: test-team
when:
  absence:
    after: { speaker: agent, phrases: [hold on for a moment] }
    missing: { speaker: agent, phrases: [thank you for waiting] }
    within: ${WITHIN_MS / 1000}s
then:
  alert: { text: Nobody came back., cooldown: 1m }
`

const dataDir = await mkdtemp(join(tmpdir(), 'earshot-rules-restart-'))
const rules = await RulesFolder.create({ 'nobody-comes-back.rule.yaml': RULE })

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
  await rules[Symbol.asyncDispose]()
})

test('what a rule waits for is not forgotten when the process is killed', { timeout: 240_000 }, async () => {
  const env = { EARSHOT_RULES_DIR: rules.dir }
  const first = await startEarshot({ dataDir, env })
  const call = await callSamples('cancellation')
  const hold = call.reference.turns.find(({ text }) => text.includes('hold on for a moment'))
  if (hold === undefined) throw new Error('the sample call has a hold')
  const spoken = between(call.samples.agent, { fromMs: hold.startMs - 300, toMs: hold.endMs + 300 })

  const before = await openStream(first)
  expect(before.callId).toBe('on-hold')
  before.play(spoken)
  await until(
    'the words are final',
    async () => (await lookUp(first, 'on-hold')).utterances.length > 0,
    30_000,
  )
  // States are written every two seconds.
  await sleep(3000)
  const killed = await lookUp(first, 'on-hold')
  expect(killed.outcomes).toEqual([])
  await first.stop('SIGKILL')
  before.stop()

  const second = await startEarshot({ dataDir, env })
  const after = await openStream(second)
  expect(after.callId).toBe('on-hold~2')
  after.play(new Int16Array())
  const outcomes = async (): Promise<number> => (await lookUp(second, 'on-hold~2')).outcomes.length
  await until('the alert', async () => (await outcomes()) > 0, WITHIN_MS + 30_000)
  await sleep(3000)
  const record = await lookUp(second, 'on-hold~2')
  after.stop()
  await second.stop()

  expect(record.outcomes).toMatchObject([{ rule: 'nobody-comes-back@1', state: 'confirmed', kind: 'alert' }])
  const spokenTo = killed.utterances.at(-1)?.words.findLast(({ text }) => text === 'moment')?.endMs ?? 0
  expect(spokenTo).toBeGreaterThan(2000)
  const dueAt = killed.call.startedAt + spokenTo + WITHIN_MS
  const firedAt = record.call.startedAt + (record.outcomes[0]?.atMs ?? 0)
  expect(Math.abs(firedAt - dueAt), `${String(firedAt - dueAt)} ms off`).toBeLessThan(2000)
})

interface OpenStream {
  readonly callId: string
  /** Sends these samples and then silence, as they would be spoken, until `stop`. */
  play(samples: Int16Array): void
  stop(): void
}

async function openStream(server: EarshotServer): Promise<OpenStream> {
  const client = await NativeClient.open({
    host: new URL(server.url).host,
    token: await server.token('admin'),
  })
  const audio = { encoding: 'pcm_s16le', sampleRate: SAMPLES_PER_MS * 1000, channels: ['agent'] }
  client.send(startMessage({ callId: 'on-hold', agentId: 'a1', audio }))
  const { callId } = await client.answer('started')
  let playing = true
  const feed = async (samples: Int16Array): Promise<void> => {
    const startedAt = systemClock.now()
    for (let frame = 0; playing; frame += 1) {
      const part = new Int16Array(FRAME_MS * SAMPLES_PER_MS)
      part.set(between(samples, { fromMs: frame * FRAME_MS, toMs: (frame + 1) * FRAME_MS }))
      // A server that was killed takes no more.
      await client.audio(littleEndian(part)).catch(() => undefined)
      await sleep(Math.max(0, startedAt + (frame + 1) * FRAME_MS - systemClock.now()))
    }
  }
  return {
    callId: String(callId),
    play: (samples) => void feed(samples),
    stop() {
      playing = false
      client.socket.terminate()
    },
  }
}

async function lookUp(server: EarshotServer, callId: string): Promise<CallRecord> {
  const response = await fetch(`${server.url}/v1/calls/${callId}`, {
    headers: { authorization: `Bearer ${await server.token('admin')}` },
  })
  expect(response.status).toBe(200)
  return (await response.json()) as CallRecord
}
