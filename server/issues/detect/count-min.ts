import { mix } from './hash.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'

const ROWS = 4
const WIDTH = 65_536
const SEEDS = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const

/**
 * How often each of any number of features has come, in one megabyte: a Count-Min sketch with conservative update.
 * It never says too little, and says too much only where four chance collisions meet. Nothing is evicted, because
 * what is rare and dropped would look new the next time.
 */
export class CountMin {
  #cells = new Float32Array(ROWS * WIDTH)

  estimate(feature: number): number {
    let least = Infinity
    for (let row = 0; row < ROWS; row += 1) least = Math.min(least, this.#cells[cellOf(feature, row)] ?? 0)
    return least
  }

  /** Raises only the cells that would otherwise say too little; returns the new estimate. */
  add(feature: number, weight: number): number {
    const raised = this.estimate(feature) + weight
    for (let row = 0; row < ROWS; row += 1) {
      const cell = cellOf(feature, row)
      if ((this.#cells[cell] ?? 0) < raised) this.#cells[cell] = raised
    }
    return raised
  }

  scale(by: number): void {
    for (let cell = 0; cell < this.#cells.length; cell += 1) this.#cells[cell] = (this.#cells[cell] ?? 0) * by
  }

  save(to: StateWriter): void {
    to.array(this.#cells)
  }

  load(from: StateReader): void {
    this.#cells = from.array((length) => new Float32Array(length))
  }
}

function cellOf(feature: number, row: number): number {
  return row * WIDTH + (mix(feature ^ (SEEDS[row] ?? 0)) & (WIDTH - 1))
}
