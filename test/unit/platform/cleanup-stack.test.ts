import { describe, expect, it } from 'vitest'
import { CleanupStack } from '../../../server/platform/cleanup-stack.ts'
import { sleep } from '../../../server/platform/clock.ts'

describe('CleanupStack', () => {
  it('runs the last first, each after the one before has finished', async () => {
    const ran: string[] = []
    const stack = new CleanupStack()
    stack.add('database', () => void ran.push('database'))
    stack.add('server', async () => {
      await sleep(5)
      ran.push('server')
    })
    expect(await stack.run()).toEqual([])
    expect(ran).toEqual(['server', 'database'])
  })

  it('goes on when one throws or rejects, and names those that failed', async () => {
    const ran: string[] = []
    const stack = new CleanupStack()
    stack.add('first', () => void ran.push('first'))
    stack.add('throws', () => {
      throw new Error('no')
    })
    stack.add('rejects', () => Promise.reject(new Error('never')))
    const failures = await stack.run()
    expect(failures.map(({ name, error }) => [name, error.message])).toEqual([
      ['rejects', 'never'],
      ['throws', 'no'],
    ])
    expect(ran).toEqual(['first'])
  })

  it('runs each once', async () => {
    let runs = 0
    const stack = new CleanupStack()
    stack.add('once', () => void (runs += 1))
    await stack.run()
    await stack.run()
    expect(runs).toBe(1)
  })
})
