const PLAIN = /^[a-z']+$/
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** A word as the vocabulary has it: lower case, straight apostrophes, no punctuation around it. */
export function spokenWord(word: string): string {
  return PLAIN.test(word) ? word : word.toLowerCase().replaceAll('’', "'").replace(EDGES, '')
}
