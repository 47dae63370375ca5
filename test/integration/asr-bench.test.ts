import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Goal } from '../bench/goals.ts'
import { fstType, openPlainModel } from '../bench/plain-loop/plain-model.ts'
import { testModelDir } from '../helpers/model.ts'

const BENCH = resolve(import.meta.dirname, '../bench/bench.ts')

async function bench(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [BENCH, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}

test('the quickest benchmark plays the same call to both sides and ends with its goals', async () => {
  const { code, out, err } = await bench('cost', '--quick')
  // Whether a goal is met says nothing in a quick run.
  expect([0, 1], err).toContain(code)
  const lines = out.trim().split('\n')
  const { goals } = JSON.parse(lines.at(-1) ?? '') as { goals: Record<string, Goal> }
  expect(Object.keys(goals)).toEqual(['cost_ratio_two_party', 'wer_difference_points'])
  expect(goals['cost_ratio_two_party']?.value).toBeGreaterThan(0)
  expect(lines).toContainEqual(expect.stringMatching(/^part of a sample call( +[\d.]+){8}$/))
  // Words were heard by both sides, and few of them wrongly.
  const heard = lines.filter((line) => / (agent|customer) +among others/.test(line))
  expect(heard).toHaveLength(2)
  for (const line of heard) {
    const [plainWords = 0, ourWords = 0, plainRate = 1, ourRate = 1] = (line.match(/[\d.]+/g) ?? []).map(
      Number,
    )
    expect(Math.min(plainWords, ourWords), line).toBeGreaterThan(5)
    expect(Math.max(plainRate, ourRate), line).toBeLessThan(35)
  }
}, 240_000)

test('without a name it lists the benchmarks, with a wrong one or a wrong number it refuses', async () => {
  const [list, unknown, wrong] = await Promise.all([
    bench(),
    bench('nonsense'),
    bench('cost', '--runs', 'many'),
  ])
  expect(list.code).toBe(0)
  for (const name of ['cost', 'capacity', 'memory', 'load-delay', 'soak']) {
    expect(list.out).toMatch(new RegExp(`^  ${name}$`, 'm'))
  }
  expect(list.out).toMatch(/^ {2}all = cost, capacity, memory, load-delay, soak/m)
  expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('there is no benchmark nonsense') })
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--runs wants a positive number') })
})

test('the baseline reads the files of the makers, whatever was done to the installed model', async () => {
  const { dir, remove } = await openPlainModel(testModelDir())
  expect(await fstType(join(dir, 'graph/Gr.fst'))).toBe('ngram')
  const settings = await readFile(join(dir, 'conf/mfcc.conf'), 'utf8')
  expect(settings.trimEnd().split('\n').at(-1)).toBe('--allow-upsample=true')
  await remove()
  await expect(readdir(dir)).rejects.toThrow('ENOENT')
})

test('the baseline refuses a model that holds only a rewritten language graph', async () => {
  const model = await mkdtemp(join(tmpdir(), 'earshot-rewritten-'))
  try {
    for (const folder of ['am', 'conf', 'ivector'])
      await symlink(join(testModelDir(), folder), join(model, folder))
    await mkdir(join(model, 'graph'))
    await writeFile(join(model, 'graph/Gr.fst'), 'another graph')
    await expect(openPlainModel(model)).rejects.toThrow('has no graph/Gr.fst as the makers ship it')
  } finally {
    await rm(model, { recursive: true, force: true })
  }
})
