import type { CodeId } from '../../contracts/contact.ts'
import { type Code } from './settings.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'

/** Longest chain of parents that is followed, so that a circle among them ends. */
const DEEPEST = 16

/** The codes by number. A number is never given to another code, so that a saved state keeps its meaning. */
export class CodeFrame {
  readonly #ids: CodeId[] = []
  readonly #indexes = new Map<CodeId, number>()
  readonly #parents = new Map<CodeId, CodeId>()

  get size(): number {
    return this.#ids.length
  }

  id(index: number): CodeId {
    return this.#ids[index] ?? ''
  }

  /** The number of a code; undefined when it is not known. */
  indexOf(id: CodeId): number | undefined {
    return this.#indexes.get(id)
  }

  /** Learns of a code; true when it is new. */
  add({ id, parent }: Code): boolean {
    if (parent === null) this.#parents.delete(id)
    else this.#parents.set(id, parent)
    if (this.#indexes.has(id)) return false
    this.#indexes.set(id, this.#ids.length)
    this.#ids.push(id)
    return true
  }

  /** Whether one of the codes above this one fulfils the condition. */
  someParent(index: number, condition: (parent: number) => boolean): boolean {
    let above = this.#parents.get(this.id(index))
    for (let depth = 0; above !== undefined && depth < DEEPEST; depth += 1) {
      const parent = this.#indexes.get(above)
      if (parent !== undefined && parent !== index && condition(parent)) return true
      above = this.#parents.get(above)
    }
    return false
  }

  save(to: StateWriter): void {
    to.texts(this.#ids)
    to.texts([...this.#parents].flat())
  }

  load(from: StateReader): void {
    this.#ids.splice(0, this.#ids.length, ...from.texts())
    this.#indexes.clear()
    this.#ids.forEach((id, index) => this.#indexes.set(id, index))
    this.#parents.clear()
    const pairs = from.texts()
    for (let at = 0; at + 1 < pairs.length; at += 2) this.#parents.set(pairs[at] ?? '', pairs[at + 1] ?? '')
  }
}
