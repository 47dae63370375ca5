import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import wavefile from 'wavefile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCallAudio, splitByParty } from '../../../../server/cli/stream/audio-file.ts'
import type { CliError } from '../../../../server/cli/cli-error.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-wav-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function save(bytes: Uint8Array): Promise<string> {
  files += 1
  const path = join(folder, `${files}.wav`)
  await writeFile(path, bytes)
  return path
}

/** A tone at half of full scale. */
function tone(options: { hz?: number; rate?: number; seconds?: number } = {}): Int16Array {
  const { hz = 440, rate = 8000, seconds = 0.5 } = options
  return Int16Array.from({ length: rate * seconds }, (_, at) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * hz * at) / rate)),
  )
}

function wavOf(channels: readonly Int16Array[], rate = 8000): wavefile.WaveFile {
  const wav = new wavefile.WaveFile()
  wav.fromScratch(channels.length, rate, '16', channels.length === 1 ? (channels[0] ?? []) : [...channels])
  return wav
}

/** Of the error's energy to the signal's, in dB. */
function noise(heard: Int16Array, meant: Int16Array): number {
  const energy = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0)
  const error = Array.from(meant, (sample, at) => sample - (heard[at] ?? 0))
  return 10 * Math.log10(energy(error) / energy([...meant]))
}

/** Frequency by zero crossings. */
function frequency(samples: Int16Array, rate: number): number {
  let crossings = 0
  for (let at = 1; at < samples.length; at += 1) {
    if ((samples[at - 1] ?? 0) < 0 && (samples[at] ?? 0) >= 0) crossings += 1
  }
  return (crossings * rate) / samples.length
}

describe('the kinds of WAV', () => {
  it.each([
    ['8 bit', '8', -36],
    ['16 bit', '16', -300],
    ['24 bit', '24', -80],
    ['32 bit', '32', -80],
    ['32 bit float', '32f', -80],
    ['64 bit float', '64', -80],
  ])('reads %s', async (_, depth, quality) => {
    const wav = wavOf([tone()])
    wav.toBitDepth(depth)
    const audio = await readCallAudio({ files: [await save(wav.toBuffer())] })
    expect(audio).toMatchObject({ rate: 8000, parties: ['agent'], durationMs: 500 })
    expect(audio.interleaved).toHaveLength(4000)
    expect(Math.max(noise(audio.interleaved, tone()), -300)).toBeLessThanOrEqual(quality)
  })

  it.each([
    ['mu-law', (wav: wavefile.WaveFile) => wav.toMuLaw()],
    ['A-law', (wav: wavefile.WaveFile) => wav.toALaw()],
  ])('reads %s', async (_, encode) => {
    const wav = wavOf([tone()])
    encode(wav)
    const audio = await readCallAudio({ files: [await save(wav.toBuffer())] })
    expect(noise(audio.interleaved, tone())).toBeLessThan(-20)
  })

  it('reads floats that hide behind an extensible header', async () => {
    const wav = wavOf([tone()])
    wav.toBitDepth('32f')
    const audio = await readCallAudio({ files: [await save(extensible(wav.toBuffer()))] })
    expect(noise(audio.interleaved, tone())).toBeLessThan(-80)
  })

  it.each([0, 0xffff_ffff, 0x7fff_f000])(
    'reads a recording from a pipe, whose header says %i bytes',
    async (size) => {
      const bytes = Buffer.from(wavOf([tone()]).toBuffer())
      bytes.writeUInt32LE(size, 40)
      const audio = await readCallAudio({ files: [await save(bytes)] })
      expect(audio.interleaved).toEqual(tone())
    },
  )
})

describe('rates', () => {
  it.each([
    [8000, 8000],
    [16_000, 16_000],
    [24_000, 24_000],
    [48_000, 48_000],
    [44_100, 16_000],
    [22_050, 16_000],
    [11_025, 16_000],
    [6000, 8000],
  ])('takes %i Hz as %i Hz', async (from, to) => {
    const file = await save(wavOf([tone({ rate: from, hz: 500, seconds: 1 })], from).toBuffer())
    const audio = await readCallAudio({ files: [file] })
    expect(audio.rate).toBe(to)
    expect(Math.abs(audio.durationMs - 1000)).toBeLessThan(2)
    expect(Math.abs(frequency(audio.interleaved, to) - 500)).toBeLessThan(3)
  })

  it('gives the rate that is asked for', async () => {
    const file = await save(wavOf([tone({ rate: 16_000 })], 16_000).toBuffer())
    const audio = await readCallAudio({ files: [file], rate: 8000 })
    expect(audio).toMatchObject({ rate: 8000, durationMs: 500 })
  })
})

describe('parties', () => {
  const low = tone({ hz: 300 })
  const high = tone({ hz: 900, seconds: 0.25 })

  it('takes two mono files as agent and customer, the shorter filled with silence', async () => {
    const two = [await save(wavOf([low]).toBuffer()), await save(wavOf([high]).toBuffer())]
    const audio = await readCallAudio({ files: two })
    expect(audio.parties).toEqual(['agent', 'customer'])
    const [agent, customer] = splitByParty(audio)
    expect(agent?.interleaved).toEqual(low)
    expect(customer?.interleaved.slice(0, 2000)).toEqual(high)
    expect(customer?.interleaved.slice(2000)).toEqual(new Int16Array(2000))
    expect(customer).toMatchObject({ parties: ['customer'], durationMs: 500 })
  })

  it('brings files of two rates to the higher one', async () => {
    const wide = await save(wavOf([tone({ rate: 16_000 })], 16_000).toBuffer())
    const audio = await readCallAudio({ files: [await save(wavOf([low]).toBuffer()), wide] })
    expect(audio).toMatchObject({ rate: 16_000, durationMs: 500 })
  })

  it('takes the channels of a stereo file in the order that is asked for', async () => {
    const file = await save(wavOf([low, low.map((sample) => -sample)]).toBuffer())
    const audio = await readCallAudio({ files: [file], parties: ['customer', 'agent'] })
    expect(audio.parties).toEqual(['customer', 'agent'])
    expect(splitByParty(audio)[0]?.interleaved).toEqual(low)
  })

  it('takes one mono file as whom it is said to be', async () => {
    const audio = await readCallAudio({ files: [await save(wavOf([low]).toBuffer())], parties: ['customer'] })
    expect(audio.parties).toEqual(['customer'])
  })
})

describe('what cannot be read', () => {
  async function fault(options: Parameters<typeof readCallAudio>[0]): Promise<CliError> {
    return readCallAudio(options).then(
      () => expect.fail('it was read'),
      (error: unknown) => error as CliError,
    )
  }

  it('names a file that is not there', async () => {
    const error = await fault({ files: [join(folder, 'none.wav')] })
    expect(error.message).toMatch(/none\.wav: cannot be read \(ENOENT\)/)
    expect(error.exitCode).toBe(2)
  })

  it.each([
    ['text', Buffer.from('not audio at all, but long enough to look for chunks in it')],
    ['nothing', Buffer.alloc(0)],
    ['ADPCM', adpcm()],
    ['a header cut short', Buffer.from(wavOf([tone()]).toBuffer()).subarray(0, 30)],
  ])('says that %s is no WAV file', async (_, bytes) => {
    const file = await save(bytes)
    const error = await fault({ files: [file] })
    expect(error.message).toContain(`${file}: not a WAV file that can be read`)
    expect(error.exitCode).toBe(2)
  })

  it('refuses more channels than parties', async () => {
    const mono = await save(wavOf([tone()]).toBuffer())
    const stereo = await save(wavOf([tone(), tone()]).toBuffer())
    expect((await fault({ files: [stereo, mono] })).message).toContain('3 channels')
    expect((await fault({ files: [mono], parties: ['agent', 'customer'] })).message).toContain('1 channels')
  })

  it('refuses a file without samples', async () => {
    expect((await fault({ files: [await save(wavOf([new Int16Array()]).toBuffer())] })).message).toMatch(
      /no audio|not a WAV/,
    )
  })
})

function adpcm(): Uint8Array {
  const wav = wavOf([tone()])
  wav.toIMAADPCM()
  return wav.toBuffer()
}

/** The same file with the header that newer writers use for everything but 16 bit PCM. */
function extensible(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes)
  const fmtSize = file.readUInt32LE(16)
  const format = file.readUInt16LE(20)
  const fmt = Buffer.alloc(40)
  file.copy(fmt, 0, 20, 36)
  fmt.writeUInt16LE(0xfffe, 0)
  fmt.writeUInt16LE(22, 16)
  fmt.writeUInt16LE(file.readUInt16LE(34), 18)
  fmt.writeUInt16LE(format, 24)
  Buffer.from('000000001000800000aa00389b71', 'hex').copy(fmt, 26)
  const head = Buffer.from(file.subarray(0, 20))
  head.writeUInt32LE(40, 16)
  const rest = file.subarray(20 + fmtSize)
  head.writeUInt32LE(12 + 40 + rest.length, 4)
  return Buffer.concat([head, fmt, rest])
}
