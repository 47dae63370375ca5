import { MemoryBus } from '../../server/bus/memory-bus.ts'
import { busContract, type BusUnderTest } from './bus.contract.ts'

busContract('MemoryBus', () => {
  const reported: { topic: BusUnderTest['reported'][number]['topic']; error: Error }[] = []
  const bus = new MemoryBus({ onHandlerError: (topic, error) => reported.push({ topic, error }) })
  return Promise.resolve({ bus, reported, close: () => bus.drain() })
})
