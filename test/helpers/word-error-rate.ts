/** How a recognised text differs from what was said, word by word. */
export interface WordErrors {
  /** Words of the reference. */
  readonly words: number
  readonly substitutions: number
  readonly insertions: number
  readonly deletions: number
  /** Errors divided by the words of the reference; 0 when both are empty, and above 1 when much was made up. */
  readonly rate: number
}

/** What redaction puts in the place of a digit word. */
const MASK = '•'

/** Words that redaction may mask: one masked on purpose was not misheard. */
const NUMBER_WORDS = new Set(
  (
    'zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double triple'
  ).split(' '),
)

/** The words of a text as a recogniser writes them: lower case, no punctuation but apostrophes inside words. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/•|[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? []
}

/**
 * Word error rate: the least number of substituted, inserted and deleted words that turn the reference
 * into the hypothesis (Levenshtein distance over words), divided by the words of the reference.
 */
export function wordErrors(reference: string, hypothesis: string): WordErrors {
  const said = wordsOf(reference)
  const heard = wordsOf(hypothesis)
  const columns = Array.from({ length: heard.length + 1 })
  let row = columns.map((_, column): Cell => ({ substitutions: 0, insertions: column, deletions: 0 }))
  for (const word of said) row = nextRow(row, word, heard)
  const { substitutions, insertions, deletions } = last(row)
  const errors = substitutions + insertions + deletions
  const rate = said.length === 0 ? (errors === 0 ? 0 : Infinity) : errors / said.length
  return { words: said.length, substitutions, insertions, deletions, rate }
}

/** The rate of several texts together: long ones weigh more than short ones. */
export function sumWordErrors(parts: readonly WordErrors[]): WordErrors {
  const total = (key: 'words' | 'substitutions' | 'insertions' | 'deletions'): number =>
    parts.reduce((sum, part) => sum + part[key], 0)
  const words = total('words')
  const substitutions = total('substitutions')
  const insertions = total('insertions')
  const deletions = total('deletions')
  const errors = substitutions + insertions + deletions
  const rate = words === 0 ? (errors === 0 ? 0 : Infinity) : errors / words
  return { words, substitutions, insertions, deletions, rate }
}

/** The cheapest way to a point of the alignment, by kind of error. */
interface Cell {
  readonly substitutions: number
  readonly insertions: number
  readonly deletions: number
}

function nextRow(above: readonly Cell[], word: string, heard: readonly string[]): Cell[] {
  const row: Cell[] = []
  above.forEach((up, column) => {
    const deleted: Cell = { ...up, deletions: up.deletions + 1 }
    const left = row[column - 1]
    const diagonal = above[column - 1]
    if (left === undefined || diagonal === undefined) {
      row.push(deleted)
      return
    }
    const matched: Cell = isSame(word, heard[column - 1])
      ? diagonal
      : { ...diagonal, substitutions: diagonal.substitutions + 1 }
    const inserted: Cell = { ...left, insertions: left.insertions + 1 }
    row.push([matched, inserted, deleted].reduce((best, cell) => (cost(cell) < cost(best) ? cell : best)))
  })
  return row
}

function isSame(said: string, heard: string | undefined): boolean {
  return heard === said || (heard === MASK && NUMBER_WORDS.has(said))
}

function cost(cell: Cell): number {
  return cell.substitutions + cell.insertions + cell.deletions
}

function last(row: readonly Cell[]): Cell {
  return row.at(-1) ?? { substitutions: 0, insertions: 0, deletions: 0 }
}
