import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFastAllocator } from '../../../../server/asr/pool/fast-allocator.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-allocator-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('findFastAllocator', () => {
  it('finds jemalloc in the first folder that has it', () => {
    const path = join(folder, 'libjemalloc.so.2')
    writeFileSync(path, '')
    expect(findFastAllocator(['/nowhere', folder, tmpdir()])).toBe(path)
  })

  it('finds nothing where there is none', () => {
    expect(findFastAllocator(['/nowhere', folder])).toBeNull()
  })
})
