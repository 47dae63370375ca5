import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import wavefile from 'wavefile'
import { loopedAudio, readWav } from '../../bench/play/bench-audio.ts'

let folder = ''
let stereo = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-bench-audio-'))
  stereo = join(folder, 'stereo.wav')
  const ramp = Int16Array.from({ length: 80 }, (_, sample) => sample)
  const wav = new wavefile.WaveFile()
  wav.fromScratch(2, 8000, '16', [ramp, ramp.map((sample) => -sample)])
  await writeFile(stereo, wav.toBuffer())
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('a recording comes round after its period and is silent where it has ended', async () => {
  const recording = { file: stereo, channel: 1 }
  const { rate, between } = await loopedAudio({ recording, periodMs: 15, fromMs: 0 })
  expect(rate).toBe(8000)
  // 10 ms of sound, 5 ms of silence, then the beginning again.
  const heard = between(9, 17)
  expect([...heard.slice(0, 8)]).toEqual([-72, -73, -74, -75, -76, -77, -78, -79])
  expect([...heard.slice(8, 48)]).toEqual(Array.from({ length: 40 }, () => 0))
  expect([...heard.slice(48)].map(Math.abs)).toEqual(Array.from({ length: 16 }, (_, sample) => sample))
})

test('a call may begin anywhere in the period', async () => {
  const recording = { file: stereo, channel: 0 }
  const { between } = await loopedAudio({ recording, periodMs: 10, fromMs: 9 })
  expect([...between(0, 2)]).toEqual([72, 73, 74, 75, 76, 77, 78, 79, 0, 1, 2, 3, 4, 5, 6, 7])
})

test('a file of one channel is read like one of two', async () => {
  const mono = join(folder, 'mono.wav')
  const wav = new wavefile.WaveFile()
  wav.fromScratch(1, 16_000, '16', Int16Array.of(1, 2, 3))
  await writeFile(mono, wav.toBuffer())
  const { rate, channels } = await readWav(mono)
  expect(rate).toBe(16_000)
  expect(channels.map((samples) => [...samples])).toEqual([[1, 2, 3]])
  await expect(
    loopedAudio({ recording: { file: mono, channel: 1 }, periodMs: 10, fromMs: 0 }),
  ).rejects.toThrow('too few channels')
})
