import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSpellings, spellingsFor } from '../../../../server/asr/spelling/spelling-file.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-spellings-'))
  file = join(folder, 'spellings.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

describe('readSpellings', () => {
  it('reads names of all languages and of one', async () => {
    await writeFile(
      file,
      'spellings:\n  - write: earshot\n    heard: [ear shot, your shot]\n  - { write: 이어샷, heard: [이어 샷], language: ko }\n',
    )
    const spellings = await readSpellings(file)
    expect(spellings).toEqual([
      { write: 'earshot', heard: ['ear shot', 'your shot'], language: null },
      { write: '이어샷', heard: ['이어 샷'], language: 'ko' },
    ])
    expect(spellingsFor(spellings, 'en-GB').map(({ write }) => write)).toEqual(['earshot'])
    expect(spellingsFor(spellings, 'ko-KR').map(({ write }) => write)).toEqual(['earshot', '이어샷'])
  })

  it.each([
    ['spellings:\n  - write: Earshot\n    heard: [ear shot]\n', ':2:12: '],
    ['spellings:\n  - write: earshot\n    heard: []\n', ':3:12: '],
    ['spellings:\n  - write: earshot\n    herd: [ear shot]\n', ':3:5: unknown key "herd"'],
    ['spellings: [', ':1:'],
    ['', 'expected'],
  ])('says where %j is wrong', async (text, place) => {
    await writeFile(file, text)
    await expect(readSpellings(file)).rejects.toMatchObject({
      code: 'SPELLINGS_INVALID',
      detail: expect.stringContaining(place),
    })
  })

  it('names a file that is not there', async () => {
    await expect(readSpellings(file)).rejects.toMatchObject({
      code: 'SPELLINGS_INVALID',
      detail: expect.stringContaining(file),
    })
  })
})
