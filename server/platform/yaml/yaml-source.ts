import { LineCounter, isMap, isNode, isScalar, parseDocument, type Document, type Node } from 'yaml'
import type { Place } from './file-fault.ts'

export type Path = readonly (string | number)[]

/** A YAML file that still knows where everything in it stands. */
export class YamlSource {
  readonly file: string
  readonly lines: readonly string[]
  /** The text's plain value; undefined when it is not well-formed. */
  readonly value: unknown
  /** What the YAML parser refused. */
  readonly syntaxErrors: readonly { readonly place: Place; readonly message: string }[]
  readonly #counter = new LineCounter()
  readonly #document: Document.Parsed

  constructor(file: string, text: string) {
    this.file = file
    this.lines = text.split(/\r?\n/)
    this.#document = parseDocument(text, { lineCounter: this.#counter, prettyErrors: false })
    const problems = [...this.#document.errors, ...this.#document.warnings]
    const errors = problems.map((problem) => ({
      place: this.#placeAt(problem.pos[0]),
      message: problem.message,
    }))
    if (errors.length === 0) {
      try {
        this.value = this.#document.toJS({ maxAliasCount: 50 })
      } catch (thrown) {
        // Aliases that multiply: the only thing that a well-formed document is refused for.
        const message = thrown instanceof Error ? thrown.message : 'the aliases cannot be resolved'
        errors.push({ place: this.#placeAt(0), message })
      }
    }
    this.syntaxErrors = errors
  }

  /** The plain value at a path; undefined when there is none. */
  valueAt(path: Path): unknown {
    const node = this.#nodeAt(path)
    return node === null ? undefined : node.toJS(this.#document)
  }

  has(path: Path): boolean {
    return this.#document.hasIn(path)
  }

  /** Where the value stands, or the nearest thing around it that exists; `offset` counts characters into a text. */
  placeOf(path: Path, offset = 0): Place {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.#nodeAt(path.slice(0, length))
      const start = node?.range?.[0]
      if (start === undefined) continue
      return this.#placeAt(length === path.length ? start + quoteLength(node) + offset : start)
    }
    return this.#placeAt(0)
  }

  /** Where the key itself stands, also one that YAML reads as a number. */
  placeOfKey(parent: Path, key: string): Place {
    const map = this.#nodeAt(parent)
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined
    const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
    return start === undefined ? this.placeOf(parent) : this.#placeAt(start)
  }

  /** The line on which a block text (`|`) begins; null when the text is written another way. */
  blockStart(path: Path): number | null {
    const node = this.#nodeAt(path)
    if (!isScalar(node) || node.type !== 'BLOCK_LITERAL') return null
    const start = node.range?.[0]
    return start === undefined ? null : this.#placeAt(start).line + 1
  }

  /** A place in a line of a block text; `column` counts from 1 without the block's indentation. */
  placeOfLine(line: number, column: number): Place {
    const indent = /^ */.exec(this.lines[line - 1] ?? '')?.[0].length ?? 0
    return { file: this.file, line, column: indent + column }
  }

  #nodeAt(path: Path): Node | null {
    const node: unknown = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true)
    return isNode(node) ? node : null
  }

  #placeAt(offset: number): Place {
    const { line, col } = this.#counter.linePos(offset)
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) }
  }
}

function quoteLength(node: Node | null): number {
  return isScalar(node) && (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE') ? 1 : 0
}
