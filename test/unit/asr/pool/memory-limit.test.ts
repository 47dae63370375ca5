import { describe, expect, it } from 'vitest'
import { defaultWorkerLimit, memoryOfMachine } from '../../../../server/asr/pool/memory-limit.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30

describe('defaultWorkerLimit', () => {
  it.each([
    { machine: 'two cores with 8 GiB', memoryBytes: 8 * GIB, workers: 2, limitBytes: (8 * GIB * 0.6) / 3 },
    { machine: 'a small one: what a worker needs', memoryBytes: 2 * GIB, workers: 2, limitBytes: 768 * MIB },
    {
      machine: 'a large one: no worker needs so much',
      memoryBytes: 256 * GIB,
      workers: 8,
      limitBytes: 3 * GIB,
    },
  ])('$machine', ({ memoryBytes, workers, limitBytes }) => {
    expect(defaultWorkerLimit({ memoryBytes, workers, loadedBytes: 150 * MIB })).toBe(limitBytes)
  })

  it('leaves room above what the model itself takes', () => {
    const limit = defaultWorkerLimit({ memoryBytes: 16 * GIB, workers: 4, loadedBytes: 5 * GIB })
    expect(limit).toBe(5 * GIB + 512 * MIB)
  })
})

describe('memoryOfMachine', () => {
  it('is not without bounds where no container sets any', () => {
    expect(memoryOfMachine()).toBeGreaterThan(128 * MIB)
    expect(memoryOfMachine()).toBeLessThan(2 ** 50)
  })
})
