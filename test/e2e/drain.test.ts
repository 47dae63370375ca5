import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CallRecord } from '../../server/contracts/store.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream } from '../helpers/earshot-stream.ts'
import { sampleCall } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'earshot-drain-'))

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

test('a server that is asked to end finishes what was being said', { timeout: 180_000 }, async () => {
  const first = await startEarshot({ dataDir })
  const { wav, reference } = await sampleCall('cancellation')
  const streaming = earshotStream({
    files: [wav],
    url: first.url,
    grpc: first.grpc,
    token: await first.token('admin'),
    args: ['--speed', '2', '--agent', 'a1', '--call-id', 'cut-short'],
  })
  const finals = async (): Promise<number> => (await lookUp(first, 'cut-short'))?.utterances.length ?? 0
  await until('some utterances are final', async () => (await finals()) >= 3, 60_000)
  const askedAt = systemClock.now()
  const exitCode = await first.stop('SIGTERM')
  const tookMs = systemClock.now() - askedAt
  await streaming
  expect(exitCode, first.log()).toBe(0)
  expect(tookMs).toBeLessThan(30_000)

  const second = await startEarshot({ dataDir })
  const record = await lookUp(second, 'cut-short')
  await second.stop()
  expect(record?.endReason).toBe('shutdown')
  for (const party of ['agent', 'customer'] as const) {
    const heard = record?.utterances.filter((each) => each.party === party) ?? []
    expect(heard.every(({ state }) => state === 'final')).toBe(true)
    const heardToMs = heard.at(-1)?.endMs ?? 0
    // Turns that began after the last word had not been heard; the last one may be cut in the middle.
    const turns = reference.turns.filter((turn) => turn.party === party && turn.endMs <= heardToMs + 500)
    expect(turns.length, party).toBeGreaterThan(0)
    const said = turns.map(({ text }) => text).join(' ')
    const text = heard
      .filter(({ startMs }) => startMs <= (turns.at(-1)?.endMs ?? 0))
      .map((each) => each.text)
      .join(' ')
    expect(wordErrors(said, text).rate, party).toBeLessThan(0.3)
  }
})

async function lookUp(server: EarshotServer, callId: string): Promise<CallRecord | null> {
  const response = await fetch(`${server.url}/v1/calls/${callId}`, {
    headers: { authorization: `Bearer ${await server.token('admin')}` },
  })
  return response.ok ? ((await response.json()) as CallRecord) : null
}
