import { callMs, type CallMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import { STAY_MS } from '../compile/rule.ts'

/** The stay of a word that is first seen, as recognition counts it. */
const FIRST_STAY_MS = 60

/** From when a word is first seen until it has stayed long enough for the rules that wait. */
const SETTLES_AFTER_MS = (STAY_MS.settled ?? 0) - FIRST_STAY_MS

/**
 * The moving hypotheses of an utterance, as far as its final still tells: for how long each word had been in them.
 * There is one for each word that comes and one for each that has settled, which is all that rules wait for. What the
 * hypotheses had and the final has not is gone, and with it every word that came after it.
 */
export function movingWords(final: Utterance): readonly Utterance[] {
  const shown = shownFrom(final)
  const moments = new Set(shown.flatMap((atMs) => [atMs, atMs + SETTLES_AFTER_MS]))
  return [...moments]
    .filter((atMs) => atMs < final.atMs)
    .toSorted((a, b) => a - b)
    .map((atMs) => hypothesisAt(final, shown, callMs(atMs)))
}

/** For each word from the first, when it and all before it were there; as far as there were any. */
function shownFrom({ words, atMs }: Utterance): readonly number[] {
  const shown: number[] = []
  let latest = -Infinity
  for (const { stayedMs, startMs } of words) {
    // Not in the last hypothesis: it came with the final.
    if (stayedMs <= 0) break
    latest = Math.max(latest, startMs, Math.round(atMs - stayedMs + FIRST_STAY_MS))
    shown.push(latest)
  }
  return shown
}

function hypothesisAt(final: Utterance, shown: readonly number[], atMs: CallMs): Utterance {
  const words = final.words.flatMap((word, place): readonly Word[] => {
    const fromMs = shown[place]
    if (fromMs === undefined || fromMs > atMs) return []
    return [{ ...word, confidence: null, stayedMs: atMs - fromMs + FIRST_STAY_MS }]
  })
  return {
    ...final,
    state: 'partial',
    words,
    text: words.map(({ text }) => text).join(' '),
    startMs: words[0]?.startMs ?? final.startMs,
    endMs: words.at(-1)?.endMs ?? final.startMs,
    atMs,
  }
}
