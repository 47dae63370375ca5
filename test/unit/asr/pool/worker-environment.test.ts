import { afterEach, describe, expect, it, vi } from 'vitest'
import { findFastAllocator } from '../../../../server/asr/pool/fast-allocator.ts'
import { isUnknownAvx512, workerEnvironment } from '../../../../server/asr/pool/worker-environment.ts'

const ALL = 'fpu sse avx2 avx512f avx512dq avx512cd avx512bw avx512vl'
const cpuInfo = (vendor: string, flags: string): string =>
  `processor\t: 0\nvendor_id\t: ${vendor}\nmodel name\t: some\nflags\t\t: ${flags}\n\nprocessor\t: 1\n`

describe('isUnknownAvx512', () => {
  it.each([
    ['an AMD processor with AVX-512', cpuInfo('AuthenticAMD', ALL), true],
    ['an AMD processor with a part of it', cpuInfo('AuthenticAMD', ALL.replace(' avx512bw', '')), false],
    ['an older AMD processor', cpuInfo('AuthenticAMD', 'fpu sse avx2'), false],
    ['an Intel processor, which is known', cpuInfo('GenuineIntel', ALL), false],
    ['another system', '', false],
  ])('says of %s what it is', (_what, text, expected) => {
    expect(isUnknownAvx512(text)).toBe(expected)
  })
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('workerEnvironment', () => {
  it('keeps what there is and asks for large pages', () => {
    const environment = workerEnvironment()
    expect(environment['PATH']).toBe(process.env['PATH'])
    expect(environment['GLIBC_TUNABLES']).toMatch(/(^|:)glibc\.malloc\.hugetlb=1$/)
  })
  it('loads a faster allocator first, where there is one', () => {
    vi.stubEnv('LD_PRELOAD', undefined)
    expect(workerEnvironment()['LD_PRELOAD'] ?? null).toBe(findFastAllocator())
  })

  it('leaves what the operator loads first as it is', () => {
    vi.stubEnv('LD_PRELOAD', '/opt/own.so')
    expect(workerEnvironment()['LD_PRELOAD']).toBe('/opt/own.so')
  })
})
