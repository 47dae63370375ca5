import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import wavefile from 'wavefile'
import { describe, expect, it } from 'vitest'
import { readCallScript, referenceText } from '../../agent-console/sample-calls/call-script.ts'
import { allSampleCalls } from '../helpers/sample-calls.ts'

const FOLDER = resolve(import.meta.dirname, '../../agent-console/sample-calls')

const calls = await allSampleCalls()

/** Ids of all rule files. */
async function ruleIds(): Promise<readonly string[]> {
  const names = await readdir(resolve(FOLDER, '../../rules'), { recursive: true })
  return names.flatMap((name) => /([^/]+)\.rule\.yaml$/.exec(name)?.[1] ?? [])
}

describe.each(calls.map((call) => ({ id: call.reference.id, call })))('sample call $id', ({ id, call }) => {
  const { reference, wav: path } = call

  it('is an 8 kHz mu-law stereo file of 60 to 92 s, below 1.5 MB', async () => {
    expect((await stat(path)).size).toBeLessThan(1_500_000)
    const wav = new wavefile.WaveFile(await readFile(path))
    expect(wav.fmt).toMatchObject({ numChannels: 2, sampleRate: 8000, audioFormat: 7 })
    const [agent] = wav.getSamples(false) as unknown as Float64Array[]
    expect(Math.floor((agent?.length ?? 0) / 8)).toBe(reference.durationMs)
    expect(reference.durationMs).toBeGreaterThan(60_000)
    expect(reference.durationMs).toBeLessThan(92_000)
  })

  it('says what its script says, in order, by both parties', async () => {
    const script = await readCallScript(join(FOLDER, 'scripts', `${id}.yaml`))
    expect(reference.turns.map(({ party, text }) => ({ party, text }))).toEqual(
      script.turns.map(({ party, text }) => ({ party, text: referenceText(text) })),
    )
    expect(reference).toMatchObject({ title: script.title, expects: script.expects })
    const starts = reference.turns.map((turn) => turn.startMs)
    expect(starts).toEqual(starts.toSorted((one, other) => one - other))
    expect(new Set(reference.turns.map((turn) => turn.party))).toEqual(new Set(['agent', 'customer']))
  })

  it('speaks each turn on the channel of its party, and only there', async () => {
    const wav = new wavefile.WaveFile(await readFile(path))
    wav.fromMuLaw()
    const channels = wav.getSamples(false, Int16Array) as unknown as Int16Array[]
    for (const turn of reference.turns) {
      const overlapped = reference.turns.some(
        (other) => other !== turn && other.startMs < turn.endMs && other.endMs > turn.startMs,
      )
      const own = levelOf(channels[turn.party === 'agent' ? 0 : 1], turn)
      const other = levelOf(channels[turn.party === 'agent' ? 1 : 0], turn)
      expect(own).toBeGreaterThan(-30)
      if (!overlapped) expect(other).toBeLessThan(-55)
    }
  })

  it('expects rules that exist', async () => {
    expect(await ruleIds()).toEqual(expect.arrayContaining([...reference.expects]))
  })
})

describe('making the sample calls again', () => {
  it.skipIf(!hasFlite())('gives the same files, byte for byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-calls-'))
    try {
      execFileSync(process.execPath, [join(FOLDER, 'make.ts'), 'cancellation', '--out', folder])
      for (const name of ['cancellation.wav', 'cancellation.json']) {
        const same = (await readFile(join(folder, name))).equals(await readFile(join(FOLDER, name)))
        expect(same, name).toBe(true)
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('says what is missing when there is no flite', () => {
    const make = (): unknown =>
      execFileSync(process.execPath, [join(FOLDER, 'make.ts'), 'cancellation', '--out', tmpdir()], {
        env: { PATH: '/nowhere' },
        stdio: 'pipe',
      })
    expect(make).toThrow('apt-get install flite')
  })

  it('names the scripts there are when asked for another', () => {
    const make = (): unknown =>
      execFileSync(process.execPath, [join(FOLDER, 'make.ts'), 'nothing'], { stdio: 'pipe' })
    expect(make).toThrow('angry-repeat-caller')
  })
})

/** Level in dB of full scale during a turn. */
function levelOf(
  samples: Int16Array | undefined,
  { startMs, endMs }: { startMs: number; endMs: number },
): number {
  const part = samples?.slice(startMs * 8, endMs * 8) ?? new Int16Array()
  const power = part.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / part.length
  return 10 * Math.log10(power)
}

/** The version that the committed files were made with; it says so with exit code 1. */
function hasFlite(): boolean {
  const { stdout } = spawnSync('flite', ['--version'], { encoding: 'utf8' })
  return typeof stdout === 'string' && stdout.includes('flite-2.2')
}
