import { describe, expect, it } from 'vitest'
import { readCodes } from '../../../../../server/issues/codes/file/read-codes.ts'
import { readCodeTests } from '../../../../../server/issues/codes/testing/load-code-tests.ts'
import type { FileFault } from '../../../../../server/platform/yaml/file-fault.ts'
import { CODE_FILES, CODE_TEST_FILES } from '../../../../fixtures/issues/malformed-codes.ts'

const LISTS = new Map([['cannot', ["can't", 'unable to']]])

const readFile = (text: string): readonly FileFault[] => readCodes('codes/web.codes.yaml', text, LISTS).faults
const readTests = (text: string): readonly FileFault[] => readCodeTests('codes/web.test.yaml', text).faults

describe.each([
  ['codes', readFile, CODE_FILES],
  ['tests', readTests, CODE_TEST_FILES],
] as const)('malformed: %s', (_name, read, pairs) => {
  it.each(pairs)('$name', ({ bad, good, place, check, message }) => {
    const faults = read(bad)
    expect(faults.map(({ line, column, check: found }) => `${line}:${column} [${found}]`)).toEqual([
      `${place} [${check}]`,
    ])
    expect(faults[0]?.message).toContain(message)
    expect(faults[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('expected') })
    expect(read(good)).toEqual([])
  })
})
