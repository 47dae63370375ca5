import { join } from 'node:path'
import { englishVocabulary } from '../../../server/language/sentiment/english/vocabulary.ts'
import { gramRows, readChineseReviews, REVIEWS } from './chinese-grams.ts'
import { readTweets, TWEETS } from './corpora.ts'
import { fitLayer } from './fit-layer.ts'
import { lexiconRows, ratedWords } from './lexicon-source.ts'
import { sha256, sumOfFiles, type MadeRecord } from './record.ts'

/** Where the modules lie. */
export const SENTIMENT = join(import.meta.dirname, '../../../server/language/sentiment')

/** A module that is made from data, and its whole text. */
export interface MadeModule {
  /** Under `server/language/sentiment`. */
  readonly path: string
  readonly text: string
}

/** What of the two modules whose data may be missing is known without it. */
export const SOURCES = {
  'english/layer-weights.ts': { sources: { [TWEETS.file]: TWEETS.sha256 }, maker: null },
  'chinese/gram-weights.ts': {
    sources: Object.fromEntries(REVIEWS.map(({ file, sha256 }) => [file, sha256])),
    maker: ['test/bench/sentiment/chinese-grams.ts', 'server/language/sentiment/chinese/grams.ts'],
  },
} as const

/** The record of a module with this text, made from what is known today. */
export function recordOf(path: keyof typeof SOURCES, text: string): MadeRecord {
  const { sources, maker } = SOURCES[path]
  return { sources, maker: maker === null ? null : sumOfFiles(maker), module: sha256(text) }
}

const HOW =
  'Made by `npm run train:sentiment`; the README says from what, under which licences. Not for editing.'

/** The rated words. */
export function lexiconModule(): MadeModule {
  const rows = lexiconRows(ratedWords())
  const about = `/** Words by valence, -4 to 4. ${HOW} */`
  return { path: 'english/lexicon.ts', text: `${about}\nexport const LEXICON = \`\n${rows}\n\`\n` }
}

/** The weights of the logistic layer, fitted with this lexicon to the training share of the rated messages. */
export function layerModule(): MadeModule {
  const texts = readTweets().filter(({ split }) => split === 'training')
  const layer = fitLayer(texts, englishVocabulary(lexiconRows(ratedWords())))
  const lines = Object.entries(layer).map(([field, weight]) => `  ${field}: ${weight},`)
  const text = `import { type Layer } from './layer.ts'

/** ${HOW} */
export const LAYER: Layer = {
${lines.join('\n')}
}
`
  return { path: 'english/layer-weights.ts', text }
}

/** The weights of Chinese character grams, from the training share of the reviews in this folder. */
export function gramModule(folder: string): MadeModule {
  const rows = gramRows(readChineseReviews(folder).filter(({ split }) => split === 'training'))
  const about = `/** Grams by weight and length. ${HOW} */`
  return { path: 'chinese/gram-weights.ts', text: `${about}\nexport const GRAM_WEIGHTS = \`\n${rows}\n\`\n` }
}
