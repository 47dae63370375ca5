import type { ArticleHint } from '../../contracts/assist.ts'
import { contentWords, wordsWithKeys } from '../../language/content-words.ts'
import { createPhraseFinder, type PhraseFinder } from '../../language/phrases/finder.ts'
import { phraseOf, type PhraseLists } from '../../language/phrases/phrase.ts'
import type { KnowledgeArticle } from './article.ts'

/** Okapi BM25 (Robertson and Zaragoza, 2009): how fast a repeated word is worth no more, and how much length counts. */
const K1 = 1.2
const B = 0.5

/** A word in a field is worth so many in the body. */
const FIELD_WEIGHTS = { title: 3, keywords: 4, body: 1 } as const

/** What a whole phrase is worth. */
const PHRASE_SCORE = 6

/**
 * What an article must reach to be suggested unasked: a score by words of its title and keywords (those of its text
 * are in every call), two of them or a phrase (one word is a coincidence), and so much of the best one's score.
 * Measured on `rules/knowledge/queries.test.yaml` and the sample calls; see `README.md`.
 */
const LEAST_SCORE = 5
const LEAST_WORDS = 2
const SHARE_OF_BEST = 0.4

/** How rare a word is cannot be told by fewer articles; then it is judged as if there were so many. */
const FEWEST_ARTICLES = 20

/** Each utterance is worth so much of the one after it. */
const OLDER = 0.85

const MOST_WHY = 4

interface Posting {
  readonly article: number
  /** Weighted times of the word in it. */
  readonly count: number
  /** In its title or keywords. */
  readonly isName: boolean
}

interface Scored {
  score: number
  named: number
  /** What was said, and what it is worth. */
  readonly why: Map<string, number>
}

export interface SearchOptions {
  readonly limit: number
  /** Asked for by a person: then one word is enough. */
  readonly asked: boolean
}

/** Finds articles by words, the best first. Pure; made once for a set of articles. */
export class ArticleIndex {
  readonly articles: readonly KnowledgeArticle[]
  readonly #postings = new Map<string, readonly Posting[]>()
  readonly #lengths: readonly number[]
  readonly #meanLength: number
  readonly #phrases: PhraseFinder
  /** The article of each phrase. */
  readonly #meant: readonly number[]

  constructor(articles: readonly KnowledgeArticle[], lists: PhraseLists) {
    this.articles = articles
    const tables = articles.map(wordTable)
    const postings = new Map<string, Posting[]>()
    for (const [article, table] of tables.entries()) {
      for (const [key, { count, isName }] of table) {
        const known = postings.get(key) ?? []
        known.push({ article, count, isName })
        postings.set(key, known)
      }
    }
    this.#postings = postings
    this.#lengths = tables.map((table) => [...table.values()].reduce((sum, { count }) => sum + count, 0))
    this.#meanLength = this.#lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, articles.length)
    const phrases = articles.flatMap((each, article) =>
      each.phrases.map((text) => ({ article, phrase: phraseOf(text, lists) })),
    )
    this.#meant = phrases.map(({ article }) => article)
    this.#phrases = createPhraseFinder(
      phrases.map(({ phrase }) => ({ phrase, soundsAlike: false, minScore: 0 })),
    )
  }

  /** `said`: utterances, oldest first. Those of another language than an article's are for the caller to leave out. */
  search(said: readonly string[], { limit, asked }: SearchOptions): readonly ArticleHint[] {
    const scored = new Map<number, Scored>()
    this.#scoreWords(said, asked, scored)
    for (const [at, text] of said.entries()) this.#scorePhrases(text, OLDER ** (said.length - 1 - at), scored)
    const best = Math.max(...[...scored.values()].map(({ score }) => score))
    const least = Math.max(LEAST_SCORE, best * SHARE_OF_BEST)
    return [...scored]
      .filter(([, { score, named }]) => asked || (score >= least && named >= LEAST_WORDS))
      .toSorted(([one, a], [other, b]) => b.score - a.score || one - other)
      .slice(0, limit)
      .flatMap(([article, { why }]) => {
        const found = this.articles[article]
        return found === undefined
          ? []
          : [{ articleId: found.articleId, title: found.title, why: weightiest(why) }]
      })
  }

  #scoreWords(said: readonly string[], asked: boolean, scored: Map<number, Scored>): void {
    // Of a word that was said again, the last time counts.
    const words = new Map(
      said.flatMap((text, at) =>
        wordsWithKeys(text).map(({ key, word }) => [key, { word, fresh: OLDER ** (said.length - 1 - at) }]),
      ),
    )
    for (const [key, { word, fresh }] of words) {
      const postings = this.#postings.get(key)
      if (postings === undefined) continue
      const all = Math.max(this.articles.length, FEWEST_ARTICLES)
      const idf = Math.log(1 + (all - postings.length + 0.5) / (postings.length + 0.5))
      for (const { article, count, isName } of postings) {
        if (!asked && !isName) continue
        const length = (this.#lengths[article] ?? 0) / this.#meanLength
        const worth = (fresh * idf * (count * (K1 + 1))) / (count + K1 * (1 - B + B * length))
        add(scored, article, { worth, named: isName ? 1 : 0, word })
      }
    }
  }

  /** A phrase counts for as much as two words, so that it is enough by itself. */
  #scorePhrases(text: string, fresh: number, scored: Map<number, Scored>): void {
    const row = text.toLowerCase().split(' ')
    const found = new Set<number>()
    for (const { phrase, from, to } of this.#phrases.find(row)) {
      const article = this.#meant[phrase]
      if (article === undefined || found.has(article)) continue
      found.add(article)
      add(scored, article, {
        worth: PHRASE_SCORE * fresh,
        named: LEAST_WORDS,
        word: row.slice(from, to).join(' '),
      })
    }
  }
}

function add(
  scored: Map<number, Scored>,
  article: number,
  { worth, named, word }: { readonly worth: number; readonly named: number; readonly word: string },
): void {
  const at = scored.get(article) ?? { score: 0, named: 0, why: new Map<string, number>() }
  at.score += worth
  at.named += named
  at.why.set(word, Math.max(at.why.get(word) ?? 0, worth))
  scored.set(article, at)
}

/** A word that is part of a phrase that was found says nothing new. */
function weightiest(why: ReadonlyMap<string, number>): readonly string[] {
  const words = [...why].toSorted(([, a], [, b]) => b - a).map(([word]) => word)
  const isTold = (word: string, at: number): boolean =>
    words.slice(0, at).some((other) => ` ${other} `.includes(` ${word} `))
  return words.filter((word, at) => !isTold(word, at)).slice(0, MOST_WHY)
}

function wordTable(article: KnowledgeArticle): ReadonlyMap<string, { count: number; isName: boolean }> {
  const table = new Map<string, { count: number; isName: boolean }>()
  for (const field of ['title', 'keywords', 'body'] as const) {
    for (const key of contentWords(article[field])) {
      const known = table.get(key) ?? { count: 0, isName: false }
      known.count += FIELD_WEIGHTS[field]
      known.isName ||= field !== 'body'
      table.set(key, known)
    }
  }
  return table
}
