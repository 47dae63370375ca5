import { join } from 'node:path'
import { englishVocabulary } from '../../../server/language/sentiment/english/vocabulary.ts'
import { WrittenVocabulary } from '../../../server/language/sentiment/english/written/vocabulary.ts'
import { gramRows, readChineseReviews, REVIEWS } from './chinese-grams.ts'
import { type LabelledText, readTweets, TWEETS } from './corpora.ts'
import { fitLayer, fitWrittenLayer } from './fit-layer.ts'
import { lexiconRows, ratedFaces, ratedWords } from './lexicon-source.ts'
import { sha256, sumOfFiles, type MadeRecord } from './record.ts'

/** Where the modules lie. */
export const SENTIMENT = join(import.meta.dirname, '../../../server/language/sentiment')

/** A module that is made from data, and its whole text. */
export interface MadeModule {
  /** Under `server/language/sentiment`. */
  readonly path: string
  readonly text: string
}

/** What of the modules whose data may be missing is known without it. */
export const SOURCES = {
  'english/layer-weights.ts': { sources: { [TWEETS.file]: TWEETS.sha256 }, maker: null },
  'english/written/layer-weights.ts': { sources: { [TWEETS.file]: TWEETS.sha256 }, maker: null },
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

/** The rated emoticons; a backslash in one is only that. */
export function emoticonModule(): MadeModule {
  const rows = lexiconRows(ratedFaces())
  const about = `/** Emoticons, and words with digits and signs, by valence, -4 to 4. ${HOW} */`
  const text = `${about}\nexport const EMOTICONS = String.raw\`\n${rows}\n\`\n`
  return { path: 'english/written/emoticons.ts', text }
}

/** The weights of the logistic layer, fitted with this lexicon to the training share of the rated messages. */
export function layerModule(): MadeModule {
  const layer = fitLayer(trainingTweets(), englishVocabulary(lexiconRows(ratedWords())))
  return { path: 'english/layer-weights.ts', text: weightsText('LAYER: Layer', layer) }
}

/** The same for what is written. */
export function writtenLayerModule(): MadeModule {
  const vocabulary = new WrittenVocabulary(lexiconRows(ratedWords()), lexiconRows(ratedFaces()))
  const layer = fitWrittenLayer(trainingTweets(), vocabulary)
  const text = weightsText('WRITTEN_LAYER: WrittenLayer', layer)
  return { path: 'english/written/layer-weights.ts', text }
}

function trainingTweets(): readonly LabelledText[] {
  return readTweets().filter(({ split }) => split === 'training')
}

/** A module of a name with its type, "LAYER: Layer", which `layer.ts` beside it has. */
function weightsText(named: string, layer: object): string {
  const lines = Object.entries(layer).map(([field, weight]) => `  ${field}: ${weight},`)
  return `import { type ${named.split(' ')[1] ?? ''} } from './layer.ts'

/** ${HOW} */
export const ${named} = {
${lines.join('\n')}
}
`
}

/** The weights of Chinese character grams, from the training share of the reviews in this folder. */
export function gramModule(folder: string): MadeModule {
  const rows = gramRows(readChineseReviews(folder).filter(({ split }) => split === 'training'))
  const about = `/** Grams by weight and length. ${HOW} */`
  return { path: 'chinese/gram-weights.ts', text: `${about}\nexport const GRAM_WEIGHTS = \`\n${rows}\n\`\n` }
}
