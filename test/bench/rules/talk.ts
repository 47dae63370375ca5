import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { parseCallScript } from '../../../server/rules/testing/call-script.ts'
import { loadTests } from '../../../server/rules/testing/load-tests.ts'
import { playScript } from '../../../server/rules/testing/play-script.ts'
import { RULES_DIR } from './made-rules.ts'

/** Calls as recognition tells of them, and how much is in them. */
export interface Talk {
  readonly calls: readonly (readonly CallMessage[])[]
  readonly messages: number
  /** Words of finals: what was said. */
  readonly said: number
  /** Words of all hypotheses and finals: what the rules are shown. */
  readonly shown: number
}

/** The calls of the shipped rules' tests: partials each tenth of a second, finals, a tick a second. */
export async function readTalk(): Promise<Talk> {
  const { documents } = await loadTests(RULES_DIR)
  const scripts = documents.flatMap(({ file }) => file.tests.map(({ call }) => parseCallScript(call).script))
  const calls = scripts.map((script, index) => playScript(`call-${index}`, script))
  const utterances = calls.flat().filter((message) => message.type === 'utterance')
  return {
    calls,
    messages: calls.reduce((sum, call) => sum + call.length, 0),
    said: wordsOf(utterances.filter(({ state }) => state === 'final')),
    shown: wordsOf(utterances),
  }
}

function wordsOf(utterances: readonly { readonly words: readonly unknown[] }[]): number {
  return utterances.reduce((sum, { words }) => sum + words.length, 0)
}
