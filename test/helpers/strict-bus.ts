import { MemoryBus } from '../../server/bus/memory-bus.ts'

/** A bus on which a handler that throws fails the test that published. */
export function strictBus(): MemoryBus {
  return new MemoryBus({
    onHandlerError: (topic, error) => {
      throw new Error(`a handler of ${topic} threw`, { cause: error })
    },
  })
}
