import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  describeLanguageModel,
  fitLanguageModel,
} from '../../../../../server/asr/models/graph/language-model.ts'
import { tinyNgram } from '../../../../helpers/tiny-ngram.ts'

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'earshot-graph-'))
  mkdirSync(join(dir, 'graph'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function write(content: Buffer, name = 'Gr.fst'): void {
  writeFileSync(join(dir, 'graph', name), content)
}

/** Expects that the language model cannot be rewritten, for this reason, and lies there as before. */
async function expectLeft(content: Buffer, reason: RegExp): Promise<void> {
  write(content)
  const outcome = await fitLanguageModel(dir)
  expect(outcome.kind).toBe('left')
  expect('reason' in outcome ? outcome.reason : '').toMatch(reason)
  expect(readFileSync(join(dir, 'graph/Gr.fst')).equals(content)).toBe(true)
  expect(readdirSync(join(dir, 'graph')).filter((name) => name !== 'Gr.fst')).toEqual([])
}

describe('the language model of a model', () => {
  it('is rewritten, and the original is kept', async () => {
    write(tinyNgram())
    let announced = 0
    expect(await fitLanguageModel(dir, { onRewrite: () => (announced += 1) })).toEqual({
      kind: 'rewritten',
      states: 7,
      arcs: 18,
    })
    expect(announced).toBe(1)
    expect(await describeLanguageModel(dir)).toEqual({ type: 'const', rewritten: true, fault: null })
    expect(readFileSync(join(dir, 'graph/Gr.ngram.fst')).equals(tinyNgram())).toBe(true)
    expect(readdirSync(join(dir, 'graph')).sort()).toEqual(['Gr.fst', 'Gr.ngram.fst'])
  })

  it('is left as it is the second time', async () => {
    write(tinyNgram())
    await fitLanguageModel(dir)
    const before = readFileSync(join(dir, 'graph/Gr.fst'))
    expect(await fitLanguageModel(dir)).toEqual({ kind: 'fits' })
    expect(readFileSync(join(dir, 'graph/Gr.fst')).equals(before)).toBe(true)
  })

  it('is not looked for where there is one whole graph', async () => {
    write(Buffer.from('whole'), 'HCLG.fst')
    expect(await describeLanguageModel(dir)).toBeNull()
    expect(await fitLanguageModel(dir)).toEqual({ kind: 'fits' })
  })

  it('is left when it is of a type that is not known', async () => {
    await expectLeft(tinyNgram({ fstType: 'vector' }), /Gr\.fst is of type vector$/)
  })

  it('is left with the place of the fault when it is malformed', async () => {
    await expectLeft(
      Buffer.from('no graph at all'),
      /Gr\.fst, byte 0: expected the number that begins an OpenFst/,
    )
    await expectLeft(
      tinyNgram().subarray(0, 400),
      /Gr\.fst, byte 377: expected the words of the n-grams \(48 b/,
    )
    await expectLeft(
      tinyNgram({ arcType: 'log' }),
      /Gr\.fst, byte 13: expected arcs of type standard, found log/,
    )
  })

  it('is left when there is no room to write the new one', async () => {
    symlinkSync('/dev/full', join(dir, 'graph/Gr.fst.made'))
    await expectLeft(tinyNgram(), /ENOSPC/)
  })

  it('is not touched when the caller has given up', async () => {
    write(tinyNgram())
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(fitLanguageModel(dir, { signal })).rejects.toThrow('stopped')
    expect(readdirSync(join(dir, 'graph'))).toEqual(['Gr.fst'])
  })
})
