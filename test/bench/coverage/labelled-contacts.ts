import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Channel } from '../../../server/contracts/contact.ts'
import { DATA_DIR, readBanking } from '../issues/banking.ts'

/** A contact of which somebody said what it is about. */
export interface LabelledContact {
  readonly text: string
  readonly labels: readonly string[]
}

export interface LabelledSet {
  readonly name: string
  /** By which the frame is asked. */
  readonly channel: Channel
  readonly contacts: readonly LabelledContact[]
}

const CHATS = ['finance', 'software', 'insurance']
/** Columns of a turn. */
const [CHAT, SAID, INTENT] = [0, 3, 5]
/** Intents of turns that are about nothing. */
const EMPTY = new Set(
  'openinggreeting closinggreeting thankyou confirmation rejection contentonly outofdomain'.split(' '),
)

/** Questions to a bank (Banking77, training part), and the customers' side of chats (MultiDoGO, its test files). */
export function readLabelledSets(): readonly LabelledSet[] {
  const { intents, train } = readBanking()
  const questions = intents.flatMap((intent, at) =>
    (train[at] ?? []).map((text) => ({ text, labels: [intent] })),
  )
  return [
    { name: 'Banking77', channel: 'call', contacts: questions },
    ...CHATS.map((name): LabelledSet => ({
      name: `MultiDoGO ${name}`,
      channel: 'chat',
      contacts: readChats(`${name}_test.tsv.gz`),
    })),
  ]
}

function readChats(file: string): readonly LabelledContact[] {
  const path = join(DATA_DIR, 'dialogue/multidogo', file)
  const turns = gunzipSync(readFileSync(path))
    .toString('utf8')
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split('\t'))
    .filter((turn) => (turn[SAID] ?? '') !== '')
  return [...Map.groupBy(turns, (turn) => turn[CHAT])].map(([, chat]) => ({
    text: chat.map((turn) => turn[SAID]).join('\n'),
    labels: [...new Set(chat.flatMap((turn) => (turn[INTENT] ?? '').split('<div>')))].filter(
      (label) => label !== '' && !EMPTY.has(label),
    ),
  }))
}
