export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** A run of unchanged lines that is not worth showing. */
export interface DiffGap {
  readonly kind: 'gap'
  readonly lines: number
}

/** Two texts, line by line: what is the same, gone, new. By the longest common subsequence of lines. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const longest = commonLengths(old, now)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [gone, fresh] = [old[i], now[j]]
    if (gone !== undefined && gone === fresh) {
      lines.push({ kind: 'same', text: gone })
      i += 1
      j += 1
    } else if (
      gone !== undefined &&
      (fresh === undefined || at(longest, i + 1, j) >= at(longest, i, j + 1))
    ) {
      lines.push({ kind: 'gone', text: gone })
      i += 1
    } else if (fresh !== undefined) {
      lines.push({ kind: 'new', text: fresh })
      j += 1
    }
  }
  return lines
}

/** Only what changed, with so many lines around it. */
export function changedParts(lines: readonly DiffLine[], around = 2): readonly (DiffLine | DiffGap)[] {
  const shown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  )
  const parts: (DiffLine | DiffGap)[] = []
  for (const [index, line] of lines.entries()) {
    const last = parts.at(-1)
    if (shown[index] === true) parts.push(line)
    else if (last?.kind === 'gap') parts[parts.length - 1] = { kind: 'gap', lines: last.lines + 1 }
    else parts.push({ kind: 'gap', lines: 1 })
  }
  return parts
}

/** For each pair of places, how many lines the rests from there have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      const row = table[i]
      if (row === undefined) continue
      row[j] =
        old[i] === now[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1))
    }
  }
  return table
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0
}
