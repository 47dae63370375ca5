import type { CodeId } from '../../contracts/contact.ts'
import { createCodeFinder, type CodeFinder } from './find/code-finder.ts'
import type { FrameCode } from './frame-code.ts'

/** All codes of a site, fit for finding them. Never changes: a new state of the files is a new frame. */
export class CodeFrame {
  /** By id. */
  readonly codes: readonly FrameCode[]
  /** The same for two frames exactly when they do the same. */
  readonly hash: string
  readonly #byId: ReadonlyMap<CodeId, FrameCode>
  #finder: CodeFinder | null = null

  constructor(codes: readonly FrameCode[], hash: string) {
    this.codes = codes
    this.hash = hash
    this.#byId = new Map(codes.map((code) => [code.id, code]))
  }

  get(id: CodeId): FrameCode | undefined {
    return this.#byId.get(id)
  }

  /** One for the whole frame; made when it is first asked for. */
  finder(): CodeFinder {
    this.#finder ??= createCodeFinder(this.codes)
    return this.#finder
  }
}
