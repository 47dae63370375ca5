import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { playScript } from '../../../server/rules/testing/play-script.ts'
import type { ScriptLine } from '../../../server/rules/testing/script.ts'
import { sampleCall } from '../../helpers/sample-calls.ts'
import type { BenchCall } from '../play/corpus.ts'

/** What recognition would have made of a call, had it heard every word. */
export interface Truth {
  readonly messages: readonly CallMessage[]
  /** False: who spoke wrote down only the order of what is said. */
  readonly timed: boolean
}

/** A call as its reference has it; null where nobody has written down what is said. */
export async function truthOf(call: BenchCall): Promise<Truth | null> {
  if (!call.isReal) return { messages: playScript(call.id, await sampleScript(call)), timed: true }
  const lines = call.parties.flatMap(({ party, reference }) =>
    reference === null ? [] : spread(reference, party, call.durationMs),
  )
  if (lines.length === 0) return null
  return { messages: playScript(call.id, { lines, endMs: call.durationMs }), timed: false }
}

/** Each turn's words at equal distances between its start and its end. */
async function sampleScript({
  id,
  durationMs,
}: BenchCall): Promise<{ lines: readonly ScriptLine[]; endMs: number }> {
  const { reference } = await sampleCall(id)
  const lines = reference.turns.map(({ party, startMs, endMs, text }): ScriptLine => {
    const words = spokenWords(text)
    return { atMs: startMs, party, words, wordMs: (endMs - startMs) / words.length }
  })
  return { lines, endMs: durationMs }
}

/** Lines without times, one after another over the whole call, each as long as it has words. */
function spread(text: string, party: ScriptLine['party'], durationMs: number): readonly ScriptLine[] {
  const rows = text
    .split('\n')
    .map(spokenWords)
    .filter((words) => words.length > 0)
  const places = rows.reduce((sum, words) => sum + words.length + PAUSE_WORDS, 0)
  const wordMs = durationMs / places
  let before = 0
  return rows.map((words): ScriptLine => {
    const atMs = before * wordMs
    before += words.length + PAUSE_WORDS
    return { atMs, party, words, wordMs }
  })
}

/** Between two lines without times, in words. */
const PAUSE_WORDS = 2

function spokenWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replaceAll('-', ' ')
    .split(/\s+/)
    .map((word) => word.replaceAll(/[^a-z']/g, ''))
    .filter((word) => word !== '')
}
