import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeRecognition, play, type RunningRecognition } from '../helpers/recognition.ts'
import { testModel, testModelDir } from '../helpers/model.ts'
import { until } from '../helpers/until.ts'

const running: RunningRecognition[] = []

function make(options: Parameters<typeof makeRecognition>[0] = {}): RunningRecognition {
  const made = makeRecognition(options)
  running.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ recognition }) => recognition.stop(2000)))
})

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    // No process of that id: what the test waits for.
    return false
  }
}

describe('start', () => {
  it('is ready when a worker has loaded the model', async () => {
    const { recognition } = make()
    expect(await recognition.readiness.check()).toMatch(/no recognition worker/)
    await recognition.start()
    expect(await recognition.readiness.check()).toBeNull()
  })

  it('names a library that cannot be loaded', async () => {
    const { recognition } = make({ libraryPath: '/nowhere/libvosk.so' })
    await expect(recognition.start()).rejects.toMatchObject({ code: 'LIBRARY_UNAVAILABLE' })
  })

  it('names a model that is not there', async () => {
    const { recognition, workerPids } = make({ models: [{ ...testModel(), dir: '/nowhere' }] })
    await expect(recognition.start()).rejects.toMatchObject({ code: 'MODEL_INCOMPLETE' })
    await until('the workers are gone', () => workerPids().every((pid) => !isRunning(pid)))
  })

  it('refuses a model that would refuse telephone audio', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'model-'))
    try {
      await cp(testModelDir(), folder, { recursive: true, dereference: true })
      const settings = join(folder, 'conf', 'mfcc.conf')
      await writeFile(settings, (await readFile(settings, 'utf8')).replaceAll('--allow-upsample=true', ''))
      const { recognition, logged } = make({ models: [{ ...testModel(), dir: folder }] })
      await expect(recognition.start()).rejects.toMatchObject({
        code: 'MODEL_INCOMPLETE',
        detail: expect.stringContaining('8000 Hz'),
      })
      expect(logged.filter((line) => line['level'] === 'warn').length).toBeLessThanOrEqual(5)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('open', () => {
  it('refuses a call beyond the limit, and takes one again when another has ended', async () => {
    const { recognition, open, sink, metric } = make({ maxCalls: 2 })
    await recognition.start()
    open({ callId: 'a' })
    open({ callId: 'b' })
    expect(() => open({ callId: 'c' })).toThrow(expect.objectContaining({ code: 'OVERLOADED' }))
    expect(await metric('earshot_asr_live_calls')).toBe(2)
    await sink.close('a', 'completed')
    open({ callId: 'c' })
    expect(await metric('earshot_asr_live_calls')).toBe(2)
  })

  it('takes as many calls as the machine is thought to carry when no limit is set', async () => {
    const { recognition, open, metric } = make({ maxCalls: null, cores: 2, workers: 1 })
    const { capacityCalls } = recognition.load
    expect(await metric('earshot_asr_capacity_calls')).toBe(capacityCalls)
    for (let call = 0; call < capacityCalls; call += 1) open({ callId: `call-${call}` })
    expect(recognition.load).toMatchObject({ liveCalls: capacityCalls, accepting: false, level: 'calm' })
    const overloaded = expect.objectContaining({ code: 'OVERLOADED', retryAfterMs: expect.any(Number) })
    expect(() => open({ callId: 'one-more' })).toThrow(overloaded)
    expect(await metric('earshot_asr_refused_calls_total')).toBe(1)
    expect(await metric('earshot_asr_live_calls')).toBe(capacityCalls)
  })

  it('measures what a call costs once, and knows it at the next start', { timeout: 200_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'costs-'))
    const costFile = join(folder, 'costs.json')
    const speechFolder = join(import.meta.dirname, '../../agent-console/sample-calls')
    const options = { maxCalls: null, capacityPlaces: { costFile, speechFolder, modelsDir: folder } }
    const told = ({ logged }: RunningRecognition): Record<string, unknown> | undefined =>
      logged.find((line) => line['msg'] === 'The cost of a call is known.')
    try {
      const first = make(options)
      await first.recognition.start()
      await until('the cost is measured', () => told(first) !== undefined, 180_000)
      const { capacityCalls } = first.recognition.load
      expect(told(first)).toMatchObject({ from: 'a measurement', capacityCalls })
      // A call costs less than two cores and more than nothing on any machine that runs this.
      const cost = await first.metric('earshot_asr_call_cost_cpu_ratio')
      expect(cost).toBeGreaterThan(0.005)
      expect(cost).toBeLessThan(2)
      await until('it is kept', () => existsSync(costFile))

      const second = make(options)
      await second.recognition.start()
      await until('the cost is known', () => told(second) !== undefined, 3000)
      expect(told(second)).toMatchObject({ from: 'an earlier start' })
      expect(second.recognition.load.capacityCalls).toBe(capacityCalls)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('refuses a call that is open already', () => {
    const { open } = make()
    open({ callId: 'a' })
    expect(() => open({ callId: 'a' })).toThrow(expect.objectContaining({ code: 'MESSAGE_INVALID' }))
  })

  it('refuses a language that no model knows', () => {
    const { open } = make()
    open({ callId: 'a', language: 'en-GB' })
    expect(() => open({ callId: 'b', language: 'ko-KR' })).toThrow(
      expect.objectContaining({ code: 'LANGUAGE_UNAVAILABLE', detail: 'language: expected one of en-US.' }),
    )
  })
})

describe('what comes for no live call', () => {
  it('is counted and dropped, and throws nothing', async () => {
    const { recognition, open, sink, messages, metric } = make()
    await recognition.start()
    open({ callId: 'a' })
    await sink.close('a', 'completed')
    const told = messages.length
    for (const callId of ['a', 'never']) {
      play(sink, { callId, party: 'agent', samples: new Int16Array(8 * 100) })
      sink.update(callId, { onHold: true })
      sink.endParty(callId, 'agent')
      await sink.close(callId, 'completed')
    }
    expect(messages).toHaveLength(told)
    expect(await metric('earshot_asr_refused_frames_total')).toBe(10)
  })

  it('does not end a call twice', async () => {
    const { recognition, open, sink, messages } = make()
    await recognition.start()
    open({ callId: 'a' })
    await Promise.all([sink.close('a', 'completed'), sink.close('a', 'failed')])
    expect(messages.filter((message) => message.type === 'end')).toEqual([
      expect.objectContaining({ reason: 'completed' }),
    ])
  })
})

describe('update', () => {
  it('is told in order, at the position of the audio', async () => {
    const { recognition, open, sink, messages } = make()
    await recognition.start()
    open({ callId: 'a' })
    play(sink, { callId: 'a', party: 'agent', samples: new Int16Array(8 * 1500) })
    sink.update('a', { agentId: 'agent-9' })
    expect(messages.at(-1)).toMatchObject({ type: 'update', atMs: 1500, change: { agentId: 'agent-9' } })
  })
})

describe('stop', () => {
  it('ends live calls, refuses new ones, and leaves no process', async () => {
    const { recognition, open, sink, messages, workerPids } = make({ workers: 2 })
    await recognition.start()
    open({ callId: 'a' })
    play(sink, { callId: 'a', party: 'agent', samples: new Int16Array(8 * 1000) })
    const stopped = recognition.stop(5000)
    expect(() => open({ callId: 'b' })).toThrow(expect.objectContaining({ code: 'SHUTTING_DOWN' }))
    await stopped
    expect(messages.at(-1)).toMatchObject({ type: 'end', callId: 'a', reason: 'shutdown', durationMs: 1000 })
    expect(workerPids()).toHaveLength(2)
    expect(workerPids().filter(isRunning)).toEqual([])
  })
})
