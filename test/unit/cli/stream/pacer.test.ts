import { describe, expect, it } from 'vitest'
import type { CallAudio } from '../../../../server/cli/stream/audio-file.ts'
import { createLiveSchedule, createSchedule, paceAudio } from '../../../../server/cli/stream/pacer.ts'
import { sleep, systemClock } from '../../../../server/platform/clock.ts'

const ramp: CallAudio = {
  rate: 8000,
  parties: ['agent', 'customer'],
  interleaved: Int16Array.from({ length: 2 * 8000 * 0.45 }, (_, at) => at),
  durationMs: 450,
}

interface Sent {
  readonly at: number
  readonly samples: Int16Array
}

async function pace(options: {
  speed: number
  send?: (samples: Int16Array) => Promise<void>
  signal?: AbortSignal
}): Promise<{
  sent: readonly Sent[]
  schedule: ReturnType<typeof createSchedule>
}> {
  const clock = systemClock
  const schedule = createSchedule({ clock, speed: options.speed })
  const sent: Sent[] = []
  await paceAudio({
    audio: ramp,
    schedule,
    clock,
    chunkMs: 20,
    send: async (samples) => {
      sent.push({ at: clock.now(), samples })
      await options.send?.(samples)
    },
    signal: options.signal ?? new AbortController().signal,
  })
  return { sent, schedule }
}

describe('createSchedule', () => {
  it('says when each position is due', () => {
    const clock = { ...systemClock, now: () => 5000 }
    expect(createSchedule({ clock, speed: 1 }).dueAt(1200)).toBe(6200)
    expect(createSchedule({ clock, speed: 4 }).dueAt(1200)).toBe(5300)
  })
})

describe('createLiveSchedule', () => {
  it('counts from the least delayed piece', () => {
    let now = 10_000
    const schedule = createLiveSchedule({ ...systemClock, now: () => now })
    const reach = (at: number, positionMs: number): void => {
      now = at
      schedule.reached(positionMs)
    }
    // The program needed half a second to start, and its first piece came late.
    reach(10_900, 100)
    expect(schedule.dueAt(0)).toBe(10_800)
    reach(10_901, 400)
    expect(schedule.dueAt(1000)).toBe(11_501)
    reach(11_200, 420)
    expect(schedule.dueAt(1000)).toBe(11_501)
  })
})

describe('paceAudio', () => {
  it('sends every sample once, in order, in pieces of whole frames', async () => {
    const { sent } = await pace({ speed: 1000 })
    expect(Int16Array.from(sent.flatMap(({ samples }) => [...samples]))).toEqual(ramp.interleaved)
    expect(sent).toHaveLength(23)
    expect(sent[0]?.samples).toHaveLength(320)
    expect(sent.at(-1)?.samples).toHaveLength(160)
  })

  it('sends no piece before it is due', async () => {
    const { sent, schedule } = await pace({ speed: 1 })
    for (const [index, { at }] of sent.entries()) {
      // A timer may fire a moment before its time.
      expect(at).toBeGreaterThan(schedule.dueAt(Math.min((index + 1) * 20, 450)) - 2)
    }
  })

  it('makes up for a stall at once, so that lateness does not add up', async () => {
    let stalled = false
    const { sent, schedule } = await pace({
      speed: 1,
      send: async () => {
        if (stalled) return
        stalled = true
        await sleep(200)
      },
    })
    const stalledUntil = (sent[1]?.at ?? 0) + 5
    const made = sent.slice(1).filter(({ at }) => at <= stalledUntil)
    expect(made.length).toBeGreaterThan(5)
    expect(sent.at(-1)?.at).toBeLessThan(schedule.dueAt(450) + 100)
  })

  it('ends without an error when aborted', async () => {
    const controller = new AbortController()
    const { sent } = await pace({
      speed: 1,
      signal: controller.signal,
      send: async () => controller.abort(),
    })
    expect(sent).toHaveLength(1)
  })

  it('fails when sending fails', async () => {
    await expect(pace({ speed: 1000, send: () => Promise.reject(new Error('gone')) })).rejects.toThrow('gone')
  })
})
