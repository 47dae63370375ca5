import { describe, expect, it } from 'vitest'
import { MemoryBus } from '../../../server/bus/memory-bus.ts'
import { buildEnd, buildStart } from '../../helpers/message-builders.ts'

function openBus(): MemoryBus {
  return new MemoryBus({
    onHandlerError: (_topic, error) => {
      throw error
    },
  })
}

describe('MemoryBus', () => {
  it('has delivered when publish returns', () => {
    const bus = openBus()
    const got: string[] = []
    bus.subscribe('call', ({ type }) => got.push(type))
    bus.publish('call', buildStart())
    expect(got).toEqual(['start'])
  })

  it('does not bring the current message to a handler that subscribes while it is delivered', () => {
    const bus = openBus()
    const late: string[] = []
    let subscribed = false
    bus.subscribe('call', () => {
      if (subscribed) return
      subscribed = true
      bus.subscribe('call', ({ type }) => late.push(type))
    })
    bus.publish('call', buildStart())
    bus.publish('call', buildEnd())
    expect(late).toEqual(['end'])
  })

  it('still delivers what was published before a drain within a handler', async () => {
    const bus = openBus()
    const got: string[] = []
    const drained: Promise<void>[] = []
    bus.subscribe('call', ({ type }) => {
      got.push(type)
      if (type !== 'start') return
      bus.publish('call', buildEnd())
      drained.push(bus.drain())
      bus.publish('call', buildStart())
    })
    bus.publish('call', buildStart())
    await Promise.all(drained)
    expect(got).toEqual(['start', 'end'])
  })

  it('takes a topic that nobody listens to', () => {
    expect(() => openBus().publish('call', buildStart())).not.toThrow()
  })
})
