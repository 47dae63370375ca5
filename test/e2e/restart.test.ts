import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CallRecord } from '../../server/contracts/store.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream, finalsOf, outcomesOf } from '../helpers/earshot-stream.ts'
import { sampleCall } from '../helpers/sample-calls.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'earshot-restart-'))

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

test('a call can be looked up and replayed after the process was killed', { timeout: 180_000 }, async () => {
  const first = await startEarshot({ dataDir })
  const call = await sampleCall('cancellation')
  const run = await earshotStream({
    files: [call.wav],
    url: first.url,
    grpc: first.grpc,
    token: await first.token('admin'),
    args: ['--speed', '8', '--agent', 'a1', '--call-id', 'kept-call'],
  })
  expect(run.exitCode, run.stderr).toBe(0)
  const before = await lookUp(first, 'kept-call')
  await first.stop('SIGKILL')

  const second = await startEarshot({ dataDir })
  const after = await lookUp(second, 'kept-call')
  await second.stop()

  expect(after).toEqual(before)
  expect(after.endReason).toBe('completed')
  expect(after.utterances.map((each) => each.utteranceId)).toEqual(
    finalsOf(run)
      .toSorted((a, b) => a.startMs - b.startMs)
      .map((each) => each.utteranceId),
  )
  expect(new Set(after.outcomes.map((each) => each.outcomeId))).toEqual(
    new Set(outcomesOf(run).map((each) => each.outcomeId)),
  )
})

async function lookUp(server: EarshotServer, callId: string): Promise<CallRecord> {
  const response = await fetch(`${server.url}/v1/calls/${callId}`, {
    headers: { authorization: `Bearer ${await server.token('admin')}` },
  })
  expect(response.status).toBe(200)
  return (await response.json()) as CallRecord
}
