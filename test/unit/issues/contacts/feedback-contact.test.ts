import { describe, expect, it } from 'vitest'
import type { CodeSearch } from '../../../../server/issues/contacts/code-search.ts'
import { feedbackContact } from '../../../../server/issues/contacts/feedback-contact.ts'
import { moodOfWriting } from '../../../../server/issues/contacts/mood.ts'
import { buildFeedback } from '../../../helpers/issue-builders.ts'

/** Finds `app.crash` in "it crashes" where the app was named before. */
const SEARCH: CodeSearch = {
  find: ({ text, step, about }) => ({
    codes: text.includes('crash') && about === 'app' ? ['app.crash'] : [],
    step: text.includes('crash') ? 'account' : step,
    about: text.includes('app') ? 'app' : (about ?? null),
  }),
  hits: () => [],
}

describe('feedback', () => {
  it('is a contact of its source, with its rating, page and mood', () => {
    const feedback = buildFeedback({
      text: 'I love the new search, it is great!',
      authorKey: 'key',
      step: 'search',
      queue: 'shop',
      rating: { value: 5, min: 1, max: 5 },
    })
    expect(feedbackContact(feedback, SEARCH)).toMatchObject({
      id: 'web-snippet:feedback-1',
      channel: 'web',
      step: 'search',
      authorKey: 'key',
      codes: [],
      texts: ['I love the new search, it is great!'],
      rating: 5,
      queue: 'shop',
      callId: null,
      atMs: null,
    })
    expect(feedbackContact(feedback, SEARCH).mood).toBeGreaterThan(0.6)
  })

  it('of a chat is what the customer wrote, one after the other', () => {
    const turns = [
      { party: 'customer', text: 'It is about the app.', at: null },
      { party: 'agent', text: 'Does it crash?', at: null },
      { party: 'customer', text: 'It crashes.', at: null },
    ] as const
    const contact = feedbackContact(buildFeedback({ channel: 'chat', text: 'all of it', turns }), SEARCH)
    expect(contact).toMatchObject({
      codes: ['app.crash'],
      step: 'account',
      texts: ['It is about the app.', 'It crashes.'],
    })
  })
})

describe('mood', () => {
  it.each([
    ['', { value: 1, min: 1, max: 5 }, -1],
    ['', { value: 3, min: 1, max: 5 }, 0],
    ['', { value: 0, min: 0, max: 10 }, -1],
    ['', { value: 4, min: 4, max: 4 }, null],
    ['', null, null],
    ['the page has a list', null, null],
  ] as const)('of %j rated %j is %j', (text, rating, expected) => {
    expect(moodOfWriting(text, 'en', rating)).toBe(expected)
  })

  it('follows the rating more than the words', () => {
    const unhappy = moodOfWriting('this is terrible and does not work', 'en', { value: 5, min: 1, max: 5 })
    expect(unhappy).toBeGreaterThan(0)
    expect(unhappy).toBeLessThan(1)
  })
})
