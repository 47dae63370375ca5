import type { CallInfo, CallId, Party } from '../../contracts/call.ts'
import { PARTIES } from '../../contracts/call.ts'
import type { CallChange } from '../../contracts/audio.ts'
import { callMs, wallMs, type WallMs } from '../../contracts/time.ts'
import type { CallMessage, Utterance, Word } from '../../contracts/transcript.ts'
import { WORD_MS, lineEndMs } from './call-time.ts'
import type { CallScript, ScriptEvent, ScriptLine } from './script.ts'

/** How recognition behaves towards the rules, as measured on real calls, so that times in tests mean what they mean live. */
const PARTIAL_EVERY_MS = 100
const WORD_SHOWN_AFTER_MS = 200
const FINAL_AFTER_MS = 800
const TICK_EVERY_MS = 1000

/** What is left to say about a message when its order and its call are settled. */
type Draft<M extends CallMessage = CallMessage> = M extends CallMessage ? Omit<M, 'callId' | 'seq'> : never

const CONFIDENCE = 1

/** What is known of the call besides its script. */
export type ScriptedCall = Partial<Pick<CallInfo, 'startedAt' | 'language' | 'attributes' | 'agentId'>>

/** The messages that recognition would publish for a call that was spoken so. */
export function playScript(
  callId: CallId,
  script: CallScript,
  about: ScriptedCall = {},
): readonly CallMessage[] {
  const { lines, events = [], endMs } = script
  const startedAt = about.startedAt ?? wallMs(0)
  const holes = holesOf(events, endMs)
  const spoken = lines.flatMap((line, index) =>
    playLine({ utteranceId: `u${index + 1}`, line, callEndMs: endMs, startedAt }),
  )
  const happened = [...events.flatMap(playEvent), ...holes.flatMap(playHole)]
  const drafts = [...happened, ...spoken, ...playTicks(endMs, holes)].toSorted((a, b) => a.atMs - b.atMs)
  const start: Draft = {
    type: 'start',
    atMs: callMs(0),
    call: { callId, agentId: null, language: 'en-US', source: 'native', attributes: {}, ...about, startedAt },
  }
  // Audio that was lost and never came back is how a call is abandoned.
  const reason = holes.some(({ found }) => !found) ? 'abandoned' : 'completed'
  const end: Draft = { type: 'end', atMs: callMs(endMs), durationMs: endMs, reason }
  return [start, ...drafts, end].map((draft, index) => ({ ...draft, callId, seq: index + 1 }))
}

function playEvent(event: ScriptEvent): readonly Draft[] {
  const change = changeOf(event)
  return change === null ? [] : [{ type: 'update', atMs: callMs(event.atMs), change }]
}

function changeOf(event: ScriptEvent): CallChange | null {
  switch (event.kind) {
    case 'hold':
      return { onHold: true }
    case 'back':
      return { onHold: false }
    case 'transfer':
      return { agentId: event.agentId }
    case 'set':
      return { attributes: { [event.key]: event.value } }
    default:
      return null
  }
}

/** A stretch of the call of which no audio came. */
interface Hole {
  readonly fromMs: number
  readonly toMs: number
  /** The audio came back before the call's end. */
  readonly found: boolean
}

function holesOf(events: readonly ScriptEvent[], endMs: number): readonly Hole[] {
  return events
    .filter(({ kind }) => kind === 'lost')
    .map(({ atMs: fromMs }) => {
      const back = events.find(({ kind, atMs }) => kind === 'found' && atMs >= fromMs)
      return { fromMs, toMs: back?.atMs ?? endMs, found: back !== undefined }
    })
}

/** What is missing is known when the audio comes back, or the call is over. */
function playHole({ fromMs, toMs }: Hole): readonly Draft[] {
  const durationMs = toMs - fromMs
  if (durationMs === 0) return []
  return PARTIES.map((party) => ({ type: 'gap', atMs: callMs(toMs), party, durationMs, reason: 'lost' }))
}

/** One for each second of audio; while none comes, call time stands still. */
function playTicks(endMs: number, holes: readonly Hole[]): readonly Draft[] {
  return Array.from({ length: Math.floor(endMs / TICK_EVERY_MS) }, (_, index) => (index + 1) * TICK_EVERY_MS)
    .filter((atMs) => !holes.some(({ fromMs, toMs }) => atMs > fromMs && atMs < toMs))
    .map((atMs): Draft => ({ type: 'tick', atMs: callMs(atMs), lagMs: 0 }))
}

interface PlayLine {
  readonly utteranceId: string
  readonly line: ScriptLine
  readonly callEndMs: number
  readonly startedAt: WallMs
}

function playLine({ utteranceId, line, callEndMs, startedAt }: PlayLine): readonly Draft<Utterance>[] {
  const { party } = line
  const lastWordMs = lineEndMs(line)
  // A call that ends sooner makes its last words final at its end.
  const finalMs = Math.min(lastWordMs + FINAL_AFTER_MS, callEndMs)
  const drafts: Draft<Utterance>[] = []
  const common = { utteranceId, party, line, startedAt }
  for (let atMs = line.atMs + PARTIAL_EVERY_MS; atMs < finalMs; atMs += PARTIAL_EVERY_MS) {
    const words = wordsAt(line, atMs)
    if (words.length > 0) drafts.push(utterance({ ...common, words, atMs, state: 'partial' }))
  }
  const words = wordsAt(line, finalMs, CONFIDENCE)
  return [...drafts, utterance({ ...common, words, atMs: finalMs, state: 'final' })]
}

/** The words that recognition shows at a moment; a final (with a confidence) has them all. */
function wordsAt(line: ScriptLine, atMs: number, confidence: number | null = null): readonly Word[] {
  const { wordMs = WORD_MS } = line
  return line.words.flatMap((text, index) => {
    const startMs = line.atMs + index * wordMs
    const endMs = startMs + wordMs
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
  readonly startedAt: WallMs
}

function utterance(parts: UtteranceParts): Draft<Utterance> {
  const { words, line, atMs, startedAt, ...rest } = parts
  const at = wallMs(startedAt + atMs)
  return {
    type: 'utterance',
    ...rest,
    startMs: callMs(line.atMs),
    endMs: words.at(-1)?.endMs ?? callMs(line.atMs),
    text: words.map(({ text }) => text).join(' '),
    words,
    atMs: callMs(atMs),
    capturedAt: at,
    heardAt: at,
    decodedAt: at,
    lagMs: 0,
  }
}
