import type { Party } from '../../../contracts/call.ts'
import type { SpokenFact } from './fact.ts'
import { talkTime, type Hold } from './hold.ts'
import { windowKey, type MeasureNeeds, type WindowNeed } from './needs.ts'
import { spokenWords } from './spoken-words.ts'
import { EMPTY_WINDOW, addToWindow, type Window } from './window.ts'

/** How much was said, from the word times of utterances that are over. Nothing said on hold counts. */
export interface Talk {
  /** Milliseconds of speech in the call. */
  readonly spokenMs: Readonly<Record<Party, number>>
  /** What was said lately, by `windowKey`; only what the rule set needs. */
  readonly windows: Readonly<Record<string, Window>>
}

export const NO_TALK: Talk = { spokenMs: { agent: 0, customer: 0 }, windows: {} }

export function takeTalk(
  talk: Talk,
  { fact, hold, needs }: { readonly fact: SpokenFact; readonly hold: Hold; readonly needs: MeasureNeeds },
): Talk {
  const { party, words, atMs } = fact
  const spoken = spokenWords(words, hold, atMs)
  const length = spoken.reduce((sum, { ms }) => sum + ms, 0)
  const spokenMs = { ...talk.spokenMs, [party]: talk.spokenMs[party] + length }
  const nowMs = talkTime(hold, atMs)
  const windows = needs.windows.map((need): [string, Window] => {
    const key = windowKey(need)
    const window = talk.windows[key] ?? EMPTY_WINDOW
    const own = need.party === party ? spoken : []
    return [
      key,
      addToWindow(window, { overMs: need.overMs, nowMs, words: own, countWords: need.for === 'pace' }),
    ]
  })
  return { spokenMs, windows: Object.fromEntries(windows) }
}

export function windowOf({ windows }: Talk, need: WindowNeed): Window {
  return windows[windowKey(need)] ?? EMPTY_WINDOW
}
