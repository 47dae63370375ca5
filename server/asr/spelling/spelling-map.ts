import { callMs } from '../../contracts/time.ts'
import type { Word } from '../../contracts/transcript.ts'

/** How a name is written, and as what the model hears it: it writes no word that is not in its vocabulary. */
export interface Spelling {
  readonly write: string
  readonly heard: readonly string[]
}

interface Branch {
  readonly next: Map<string, Branch>
  /** What is written when the words up to here were heard. */
  write: readonly string[] | null
}

/** Writes a site's own names as the site does, so that rules and readers need not know what the model makes of them. */
export class SpellingMap {
  readonly #root: Branch = newBranch()

  /** Of two spellings of the same heard words the later counts. */
  constructor(spellings: readonly Spelling[]) {
    for (const { write, heard } of spellings) {
      for (const words of heard) this.#add(words.split(' '), write.split(' '))
    }
  }

  /** The words with every heard name replaced, the longest first; the same array when there was none. */
  respell(words: readonly Word[]): readonly Word[] {
    const written: Word[] = []
    let isChanged = false
    for (let at = 0; at < words.length;) {
      const found = this.#longestAt(words, at)
      isChanged ||= found !== null
      written.push(...(found === null ? words.slice(at, at + 1) : rewrite(found.heard, found.write)))
      at += found?.heard.length ?? 1
    }
    return isChanged ? written : words
  }

  #add(heard: readonly string[], write: readonly string[]): void {
    let branch = this.#root
    for (const word of heard) {
      const next = branch.next.get(word) ?? newBranch()
      branch.next.set(word, next)
      branch = next
    }
    branch.write = write
  }

  #longestAt(
    words: readonly Word[],
    from: number,
  ): { heard: readonly Word[]; write: readonly string[] } | null {
    let longest: { heard: readonly Word[]; write: readonly string[] } | null = null
    let branch: Branch | undefined = this.#root
    for (let at = from; at < words.length; at += 1) {
      branch = branch.next.get(words[at]?.text ?? '')
      if (branch === undefined) break
      if (branch.write !== null) longest = { heard: words.slice(from, at + 1), write: branch.write }
    }
    return longest
  }
}

function newBranch(): Branch {
  return { next: new Map(), write: null }
}

/**
 * Puts the written words where the heard ones were, each as long as its letters suggest. They are as sure, and
 * have stayed as long, as the worst of what was heard.
 */
function rewrite(heard: readonly Word[], write: readonly string[]): readonly Word[] {
  const startMs = heard[0]?.startMs ?? callMs(0)
  const endMs = heard.at(-1)?.endMs ?? startMs
  const confidences = heard.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]))
  const confidence = confidences.length === 0 ? null : Math.min(...confidences)
  const stayedMs = Math.min(...heard.map((word) => word.stayedMs))
  const letters = write.join('').length
  let before = 0
  const at = (share: number): Word['startMs'] => callMs(Math.round(startMs + (endMs - startMs) * share))
  return write.map((text) => {
    const from = before
    before += text.length
    return { text, startMs: at(from / letters), endMs: at(before / letters), confidence, stayedMs }
  })
}
