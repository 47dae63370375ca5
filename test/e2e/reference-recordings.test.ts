import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream, finalsOf, heardFrom, type StreamRun } from '../helpers/earshot-stream.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

/** Recordings of others, which are not ours to keep here; where the folder is missing these are counted as skipped. */
const CALLS = resolve(import.meta.dirname, '../../../shared/data/audio/calls')

describe.skipIf(!existsSync(CALLS))('recordings of real calls', () => {
  let server: EarshotServer

  beforeAll(async () => {
    server = await startEarshot()
  }, 90_000)

  afterAll(async () => {
    await server.stop()
  })

  test('a call in two mono files runs through earshot stream, each file under its party', async () => {
    const run = await play(['auto_repairs_40_agent.wav', 'auto_repairs_40_caller.wav'], ['--speed', '6'])
    expect(run.exitCode, run.stderr).toBe(0)
    const finals = finalsOf(run)
    for (const party of ['agent', 'customer'] as const) {
      expect(finals.filter((final) => final.party === party && final.text !== '').length).toBeGreaterThan(10)
    }
    // The agent takes a claim: only that side asks, only the other side has the car.
    expect(heardFrom(run, 'agent')).toMatch(/thank you for calling|how can i help|can i have|may i have/)
    const end = run.lines.at(-1)
    expect(end).toMatchObject({ type: 'end' })
    expect(end?.type === 'end' ? end.durationMs : 0).toBeCloseTo(245_380, -3)
  })

  test('one party alone is a call too, and reads as well as its script allows', async () => {
    const script = await readFile(join(CALLS, 'insurance_demo_1_agent.script.txt'), 'utf8')
    const run = await play(['insurance_demo_1_agent.wav'], ['--party', 'agent', '--speed', '6'])
    expect(run.exitCode, run.stderr).toBe(0)
    // The speaker departs from the script, so this is an upper bound; a plain recogniser gets 32-33 %.
    expect(wordErrors(script, heardFrom(run, 'agent')).rate).toBeLessThan(0.4)
    expect(heardFrom(run, 'customer')).toBe('')
  })

  async function play(files: readonly string[], args: readonly string[]): Promise<StreamRun> {
    return earshotStream({
      files: files.map((file) => join(CALLS, file)),
      url: server.url,
      grpc: server.grpc,
      token: await server.token('admin'),
      args,
    })
  }
})
