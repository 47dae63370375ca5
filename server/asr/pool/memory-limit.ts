import { totalmem } from 'node:os'

const MIB = 2 ** 20
/** What the workers may hold together; the rest is for the server, the store and the system's file cache. */
const SHARE_OF_MACHINE = 0.6
const LEAST_BYTES = 768 * MIB
const MOST_BYTES = 3072 * MIB
/** A worker may at least grow by so much after loading, however large its model and small the machine. */
const LEAST_GROWTH_BYTES = 512 * MIB

/**
 * How much resident memory a worker may hold before it is replaced, when nobody says otherwise: its part of the
 * machine, counted with one worker more, as two serve while one replaces the other. Not so little that a worker
 * is replaced for what it needs, nor so much that the machine pages before anything is done.
 */
export function defaultWorkerLimit(machine: {
  readonly memoryBytes: number
  readonly workers: number
  /** What the worker held when it had just loaded its model. */
  readonly loadedBytes: number
}): number {
  const share = (machine.memoryBytes * SHARE_OF_MACHINE) / (machine.workers + 1)
  const bounded = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, share))
  return Math.max(bounded, machine.loadedBytes + LEAST_GROWTH_BYTES)
}

/** The memory that this process and its children may use together, in bytes: a container's, else the machine's. */
export function memoryOfMachine(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}
