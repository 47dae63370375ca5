import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream, heardFrom, outcomesOf } from '../helpers/earshot-stream.ts'
import { allSampleCalls, saidBy } from '../helpers/sample-calls.ts'
import { sumWordErrors, wordErrors } from '../helpers/word-error-rate.ts'

const calls = await allSampleCalls()
let server: EarshotServer

beforeAll(async () => {
  server = await startEarshot()
}, 90_000)

afterAll(async () => {
  await server.stop()
})

test.each(calls.map((call) => ({ id: call.reference.id, call })))(
  'sample call $id is understood, its parties are kept apart and its rules fire',
  async ({ call }) => {
    const run = await earshotStream({
      files: [call.wav],
      url: server.url,
      grpc: server.grpc,
      token: await server.token('admin'),
      args: ['--speed', '8', '--agent', 'a1'],
    })
    expect(run.stderr).toBe('')
    expect(run.exitCode).toBe(0)

    const parties = ['agent', 'customer'] as const
    const errors = parties.map((party) => wordErrors(saidBy(call.reference, party), heardFrom(run, party)))
    const swapped = wordErrors(saidBy(call.reference, 'agent'), heardFrom(run, 'customer'))
    const total = sumWordErrors(errors)
    process.stdout.write(
      `${call.reference.id}: WER ${percent(total.rate)} (agent ${percent(errors[0]?.rate)}, customer ${percent(errors[1]?.rate)})\n`,
    )
    expect(total.rate).toBeLessThan(0.25)
    expect(swapped.rate).toBeGreaterThan(0.7)

    const shown = outcomesOf(run).filter(
      (outcome) => outcome.state === 'shown' || outcome.state === 'confirmed',
    )
    const fired = [...new Set(shown.map((outcome) => outcome.rule.split('@')[0]))].toSorted()
    expect(fired).toEqual([...call.reference.expects].toSorted())
    expect(run.lines.at(-1)?.type).toBe('end')
  },
  180_000,
)

function percent(rate: number | undefined): string {
  return `${((rate ?? NaN) * 100).toFixed(1)} %`
}
