import { afterEach, describe, expect, it, vi } from 'vitest'
import { readEnvironment } from '../../../server/platform/env.ts'

afterEach(() => void vi.unstubAllEnvs())

describe('readEnvironment', () => {
  it('reads what is set now, and leaves out what is empty', () => {
    vi.stubEnv('EARSHOT_TEST_SET', 'yes')
    vi.stubEnv('EARSHOT_TEST_EMPTY', '')
    const environment = readEnvironment()
    expect(environment['EARSHOT_TEST_SET']).toBe('yes')
    expect('EARSHOT_TEST_EMPTY' in environment).toBe(false)
    expect('EARSHOT_TEST_MISSING' in environment).toBe(false)
  })
})
