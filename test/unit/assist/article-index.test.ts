import { expect, it } from 'vitest'
import type { KnowledgeArticle } from '../../../server/assist/knowledge/article.ts'
import { ArticleIndex } from '../../../server/assist/knowledge/article-index.ts'
import { RecentWords } from '../../../server/assist/knowledge/recent-words.ts'
import { buildUtterance } from '../../helpers/message-builders.ts'

function article(change: Partial<KnowledgeArticle>): KnowledgeArticle {
  const base = {
    articleId: 'a',
    title: 'A',
    owner: 'team',
    language: 'en',
    keywords: '',
    phrases: [],
    body: '',
  }
  return { ...base, ...change }
}

const ARTICLES = [
  article({
    articleId: 'refund',
    title: 'Refunds',
    keywords: 'refund money back',
    phrases: ['money back'],
    body: 'Router facts.',
  }),
  article({
    articleId: 'router',
    title: 'Router',
    keywords: 'router red light connection',
    body: 'Money matters.',
  }),
  article({
    articleId: 'parcel',
    title: 'Parcel is late',
    keywords: 'parcel package delivery',
    body: 'Ask for the day.',
  }),
]

const index = new ArticleIndex(ARTICLES, new Map())
const unasked = (...said: readonly string[]): readonly string[] =>
  index.search(said, { limit: 3, asked: false }).map(({ articleId }) => articleId)

it.each([
  [['the router has a red light'], ['router']],
  [['i want my money back'], ['refund']],
  [['where is my parcel the delivery is late'], ['parcel']],
  // One word of a name is a coincidence, and words of the text are in every call.
  [['the light was nice'], []],
  [['it is about the day and the facts'], []],
  [['good morning'], []],
  [[], []],
] as const)('suggests for %j: %j', (said, expected) => {
  expect(unasked(...said)).toEqual(expected)
})

it('says by which words, the phrase before its parts', () => {
  const [hint] = index.search(['can i get my money back for it'], { limit: 1, asked: false })
  expect(hint).toEqual({ articleId: 'refund', title: 'Refunds', why: ['money back'] })
})

it('lets what was said last count most', () => {
  const router = 'the router and the connection'
  const parcel = 'the parcel and the delivery'
  expect(unasked(router, parcel)[0]).toBe('parcel')
  expect(unasked(parcel, router)[0]).toBe('router')
})

it('finds by one word when a person asks, and by words of the text', () => {
  const asked = (words: string): readonly string[] =>
    index.search([words], { limit: 3, asked: true }).map(({ articleId }) => articleId)
  expect(asked('light')).toEqual(['router'])
  expect(asked('facts')).toEqual(['refund'])
  expect(asked('nothing of this')).toEqual([])
})

it('has nothing to say without articles', () => {
  expect(new ArticleIndex([], new Map()).search(['money back'], { limit: 3, asked: true })).toEqual([])
})

it('looks at what the customer said within a minute, the settled words of what is being said among them', () => {
  const recent = new RecentWords()
  expect(recent.take(buildUtterance({ text: 'hello there', startMs: 0, party: 'agent' }))).toBe(false)
  recent.take(buildUtterance({ text: 'my parcel', startMs: 1000 }))
  const moving = buildUtterance({ text: 'is late today', startMs: 50_000, state: 'partial' })
  const words = moving.words.map((word, at) => ({ ...word, stayedMs: at < 2 ? 400 : 0 }))
  expect(recent.take({ ...moving, words })).toBe(true)
  expect(recent.take({ ...moving, words })).toBe(false)
  expect(recent.textsAt(52_000)).toEqual(['my parcel', 'is late'])
  expect(recent.textsAt(80_000)).toEqual(['is late'])
  recent.take(buildUtterance({ text: 'is gone', startMs: 50_000 }))
  expect(recent.textsAt(52_000)).toEqual(['my parcel', 'is gone'])
})
