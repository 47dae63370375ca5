import type { CallId, Party } from '../../contracts/call.ts'
import { callMs, wallMs } from '../../contracts/time.ts'
import type { CallMessage, Utterance, Word } from '../../contracts/transcript.ts'
import { WORD_MS, type CallScript, type ScriptLine } from './call-script.ts'

/** How recognition behaves towards the rules, as measured on real calls, so that times in tests mean what they mean live. */
const PARTIAL_EVERY_MS = 100
const WORD_SHOWN_AFTER_MS = 200
const FINAL_AFTER_MS = 800
const TICK_EVERY_MS = 1000

/** What is left to say about a message when its order and its call are settled. */
type Draft<M extends CallMessage = CallMessage> = M extends CallMessage ? Omit<M, 'callId' | 'seq'> : never

const CONFIDENCE = 1

/** The messages that recognition would publish for a call that was spoken so. */
export function playScript(callId: CallId, script: CallScript): readonly CallMessage[] {
  const spoken = script.lines.flatMap((line, index) => playLine(`u${index + 1}`, line, script.endMs))
  const ticks = Array.from({ length: Math.floor(script.endMs / TICK_EVERY_MS) }, (_, index): Draft => {
    return { type: 'tick', atMs: callMs((index + 1) * TICK_EVERY_MS), lagMs: 0 }
  })
  const drafts = [...spoken, ...ticks].toSorted((a, b) => a.atMs - b.atMs)
  const start: Draft = {
    type: 'start',
    atMs: callMs(0),
    call: {
      callId,
      startedAt: wallMs(0),
      agentId: null,
      language: 'en-US',
      source: 'native',
      attributes: {},
    },
  }
  const end: Draft = {
    type: 'end',
    atMs: callMs(script.endMs),
    durationMs: script.endMs,
    reason: 'completed',
  }
  return [start, ...drafts, end].map((draft, index) => ({ ...draft, callId, seq: index + 1 }))
}

function playLine(utteranceId: string, line: ScriptLine, callEndMs: number): readonly Draft<Utterance>[] {
  const { party } = line
  const lastWordMs = line.atMs + line.words.length * WORD_MS
  // A call that ends sooner makes its last words final at its end.
  const finalMs = Math.min(lastWordMs + FINAL_AFTER_MS, callEndMs)
  const drafts: Draft<Utterance>[] = []
  for (let atMs = line.atMs + PARTIAL_EVERY_MS; atMs < finalMs; atMs += PARTIAL_EVERY_MS) {
    const words = wordsAt(line, atMs)
    if (words.length > 0) drafts.push(utterance({ utteranceId, party, line, words, atMs, state: 'partial' }))
  }
  const words = wordsAt(line, finalMs, CONFIDENCE)
  return [...drafts, utterance({ utteranceId, party, line, words, atMs: finalMs, state: 'final' })]
}

/** The words that recognition shows at a moment; a final (with a confidence) has them all. */
function wordsAt(line: ScriptLine, atMs: number, confidence: number | null = null): readonly Word[] {
  return line.words.flatMap((text, index) => {
    const startMs = line.atMs + index * WORD_MS
    const endMs = startMs + WORD_MS
    const stayedMs = atMs - endMs - WORD_SHOWN_AFTER_MS
    if (stayedMs < 0 && confidence === null) return []
    return [
      { text, startMs: callMs(startMs), endMs: callMs(endMs), confidence, stayedMs: Math.max(0, stayedMs) },
    ]
  })
}

interface UtteranceParts {
  readonly utteranceId: string
  readonly party: Party
  readonly line: ScriptLine
  readonly words: readonly Word[]
  readonly atMs: number
  readonly state: Utterance['state']
}

function utterance(parts: UtteranceParts): Draft<Utterance> {
  const { words, line, atMs, ...rest } = parts
  return {
    type: 'utterance',
    ...rest,
    startMs: callMs(line.atMs),
    endMs: words.at(-1)?.endMs ?? callMs(line.atMs),
    text: words.map(({ text }) => text).join(' '),
    words,
    atMs: callMs(atMs),
    capturedAt: wallMs(atMs),
    heardAt: wallMs(atMs),
    decodedAt: wallMs(atMs),
    lagMs: 0,
  }
}
