import { describe, expect, it } from 'vitest'
import { frameOf } from '../../../../fixtures/issues/build-frame.ts'

const LISTS = new Map([
  ['freezes', ['freezes', 'freeze', 'froze', 'is frozen', 'not responding']],
  ['error', ['error message', 'error messages', 'error']],
])

const frame = frameOf(
  [
    { id: 'freezes', phrases: ['page ...4 <freezes>'] },
    { id: 'loads', phrases: ["page (doesn't|won't|does not) load", 'page ...3 not load*'] },
    { id: 'crashes', phrases: ['app ...3 (crash*|closes)', '(crash|crashes|crashed|crashing)'] },
    { id: 'error', phrases: ['see ...3 <error>', '<error> message?', 'got an? <error>'] },
    { id: 'declined', phrases: ['card ...4 (declined|not accepted)'] },
    { id: 'logs-out', phrases: ['app ...4 logs me out'] },
    { id: 'trouble', phrases: ['trouble logging in'] },
    { id: 'forgotten', phrases: ["(forgot|don't remember|do not know) my ...2 (password|user name)"] },
  ],
  LISTS,
)

function codesIn(text: string): readonly string[] {
  return frame.finder().find({ channel: 'call', step: null, text }).codes
}

describe('takes back what is said not to be so', () => {
  it.each([
    'the page never freezes',
    "the page doesn't freeze any more",
    'the page does not even freeze',
    'my page is not frozen',
    'there is no error message',
    'no error so far',
    "i don't see any error message",
    'i have not seen an error',
    'without a single error message',
    "i've never had the app crash",
    'no more crashes',
    'it stopped crashing',
    'my card was not declined',
    "i haven't had any trouble logging in",
    'never had trouble logging in',
    'the app never logs me out',
    'what if the page freezes',
    'what happens if the app crashes',
    'in case the app crashes',
    'even if the app crashes',
  ])('%s', (text) => {
    expect(codesIn(text)).toEqual([])
  })
})

describe('keeps what is so, whatever negation is near', () => {
  it.each([
    ['no the page freezes', 'freezes'],
    ["i can't pay because the page freezes", 'freezes'],
    ['i do not know why the page freezes', 'freezes'],
    ['the page is not responding', 'freezes'],
    ['the page does not load', 'loads'],
    ["the page won't load", 'loads'],
    ['the page is just not loading', 'loads'],
    ['No, the app crashed', 'crashes'],
    ['no the app crashed', 'crashes'],
    ['the app is not good it crashes', 'crashes'],
    ["that didn't help, crashed again", 'crashes'],
    ['my card was not accepted', 'declined'],
    ['my card was declined not just once', 'declined'],
    ["i don't remember my user name", 'forgotten'],
    ['i do not know my password', 'forgotten'],
  ])('%s', (text, code) => {
    expect(codesIn(text)).toContain(code)
  })
})
