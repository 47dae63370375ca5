/** Finds the patterns such as `cancel*` and `re*able` that a word fits, in time that depends on the word alone. */
export interface AffixTable {
  labelsOf(word: string): readonly number[]
}

interface Affix {
  readonly begins: string
  readonly ends: string
  readonly label: number
}

export function affixTable(affixes: readonly Affix[]): AffixTable {
  /** Labels by end, by beginning. */
  const byBeginning = new Map<string, Map<string, number>>()
  for (const { begins, ends, label } of affixes) {
    const byEnd = byBeginning.get(begins) ?? new Map<string, number>()
    byBeginning.set(begins, byEnd.set(ends, label))
  }
  const longestBeginning = longest(affixes.map(({ begins }) => begins))
  const longestEnd = longest(affixes.map(({ ends }) => ends))
  return {
    labelsOf(word) {
      const labels: number[] = []
      for (let begun = 0; begun <= Math.min(longestBeginning, word.length); begun += 1) {
        const byEnd = byBeginning.get(word.slice(0, begun))
        if (byEnd === undefined) continue
        for (let ended = 0; ended <= Math.min(longestEnd, word.length - begun); ended += 1) {
          const label = byEnd.get(word.slice(word.length - ended))
          if (label !== undefined) labels.push(label)
        }
      }
      return labels
    },
  }
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), -1)
}
