/** Copies that are over whose revision is remembered, so that an older one that comes late does not open them again. */
const REMEMBERED = 1000

/** Something that travels whole, with a revision that goes up. */
interface Revised {
  readonly revision: number
}

export interface NewestCopiesOptions<T extends Revised> {
  readonly idOf: (copy: T) => string
  /** Whether nobody needs it at hand any more. */
  readonly isOver: (copy: T) => boolean
  readonly most: number
}

/** What taking a copy in changed. */
export interface CopyChange<T> {
  /** False: one as new or newer was known, and this one says nothing. */
  readonly isNews: boolean
  /** An open one that is no longer held because there are too many. */
  readonly leftOut: T | null
}

/** The newest copy of each thing that is not over: of issues, and of alert cases. */
export class NewestCopies<T extends Revised> {
  readonly #options: NewestCopiesOptions<T>
  /** In the order of their last change. */
  readonly #open = new Map<string, T>()
  readonly #over = new Map<string, number>()

  constructor(options: NewestCopiesOptions<T>) {
    this.#options = options
  }

  get size(): number {
    return this.#open.size
  }

  /** The one that changed longest ago first. */
  values(): readonly T[] {
    return [...this.#open.values()]
  }

  apply(copy: T): CopyChange<T> {
    const { idOf, isOver, most } = this.#options
    const id = idOf(copy)
    const known = this.#open.get(id)?.revision ?? this.#over.get(id) ?? -Infinity
    if (copy.revision <= known) return { isNews: false, leftOut: null }
    this.#open.delete(id)
    this.#over.delete(id)
    if (isOver(copy)) {
      this.#over.set(id, copy.revision)
      if (this.#over.size > REMEMBERED) dropOldest(this.#over)
      return { isNews: true, leftOut: null }
    }
    this.#open.set(id, copy)
    return { isNews: true, leftOut: this.#open.size > most ? dropOldest(this.#open) : null }
  }
}

function dropOldest<T>(map: Map<string, T>): T | null {
  const [oldest] = map
  if (oldest === undefined) return null
  map.delete(oldest[0])
  return oldest[1]
}
