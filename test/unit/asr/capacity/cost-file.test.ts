import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepCost, readKeptCost } from '../../../../server/asr/capacity/cost-file.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'costs-'))
  path = join(folder, 'inner', 'costs.json')
})

afterEach(() => rm(folder, { recursive: true }))

const cost = (key: string, channelCost = 0.04) => ({ key, model: 'en', channelCost, measuredAt: 1 })

describe('the file of costs', () => {
  it('gives back what was kept under a key, and nothing under another', async () => {
    await keepCost(path, cost('a', 0.04))
    await keepCost(path, cost('b', 0.09))
    expect(await readKeptCost(path, 'a')).toMatchObject({ channelCost: 0.04 })
    expect(await readKeptCost(path, 'b')).toMatchObject({ channelCost: 0.09 })
    expect(await readKeptCost(path, 'c')).toBeNull()
  })

  it('replaces what was measured before', async () => {
    await keepCost(path, cost('a', 0.04))
    await keepCost(path, cost('a', 0.05))
    expect(await readKeptCost(path, 'a')).toMatchObject({ channelCost: 0.05 })
  })

  it('does not grow without end', async () => {
    for (let index = 0; index < 50; index += 1) await keepCost(path, cost(`key-${index}`))
    expect(await readKeptCost(path, 'key-49')).not.toBeNull()
    expect(await readKeptCost(path, 'key-0')).toBeNull()
    expect((await readFile(path, 'utf8')).length).toBeLessThan(10_000)
  })

  it.each(['', 'no json', '{"version":2}', '{"version":1,"costs":[{"key":"a","channelCost":-1}]}'])(
    'counts a file that holds %j as none, and writes it anew',
    async (content) => {
      await keepCost(path, cost('a'))
      await writeFile(path, content)
      expect(await readKeptCost(path, 'a')).toBeNull()
      await keepCost(path, cost('b'))
      expect(await readKeptCost(path, 'b')).not.toBeNull()
    },
  )
})
