import { durationWords } from './duration-words.ts'
import { readablePhrase } from './readable-phrase.ts'
import { isRecord, type JsonRecord } from './shape.ts'
import { STATE_WORDS } from './state-words.ts'

/** Part of a sentence; what somebody says stands in quotes. */
export type Piece = string | { readonly quote: string }

/** A sentence, and what it is about when that is more than one thing. */
export interface Clause {
  readonly pieces: readonly Piece[]
  readonly members: readonly Clause[]
}

/** So many phrases are named; the rest is counted. */
const MOST_NAMED = 3

const UNREADABLE: Clause = { pieces: ['…'], members: [] }

/** A condition of a rule file in words. What is not of the form of a condition is an ellipsis. */
export function conditionClause(value: unknown): Clause {
  const [entry, ...others] = isRecord(value) ? Object.entries(value) : []
  if (entry === undefined || others.length > 0) return UNREADABLE
  const [kind, content] = entry
  const form = EVENTS[kind]
  if (form !== undefined) return form(content)
  const state = STATE_WORDS[kind]?.(content)
  return state === undefined ? UNREADABLE : sentence(state)
}

const EVENTS: Readonly<Record<string, (content: unknown) => Clause>> = {
  said: (content) => ofMap(content, (said) => sentence(`${who(said)} says `, ...phrases(said['phrases']))),
  near: (content) => ofMap(content, (near) => nearClause(near, 'with')),
  'not-near': (content) => ofMap(content, (near) => nearClause(near, 'without')),
  absence: (content) => ofMap(content, absenceClause),
  sequence: (content) =>
    ofMap(content, ({ within, of }) =>
      clause([`One after another, each within ${durationWords(within)}:`], membersOf(of)),
    ),
  count: (content) =>
    ofMap(content, ({ of, times, within }) => {
      const time = within === undefined ? 'in the call' : `within ${durationWords(within)}`
      return clause([`${numberOf(times)} times ${time}:`], membersOf([of]))
    }),
  last: (content) =>
    ofMap(content, ({ time, of }) =>
      clause([`In the last ${durationWords(time)} of the call:`], membersOf([of])),
    ),
  rule: (content) => sentence('The rule ', { quote: typeof content === 'string' ? content : '…' }, ' fires'),
  all: (content) => {
    const within = isRecord(content) ? `, within ${durationWords(content['within'])}` : ''
    return clause([`All of these${within}:`], membersOf(isRecord(content) ? content['of'] : content))
  },
  any: (content) => clause(['One of these:'], membersOf(content)),
  not: (content) => clause(['Not so:'], membersOf([content])),
}

function nearClause(near: JsonRecord, join: 'with' | 'without'): Clause {
  const words = typeof near['words'] === 'number' ? near['words'] : 5
  return sentence(
    `${who(near)} says `,
    ...phrases(near['phrases']),
    ` ${join} `,
    ...phrases(near['to']),
    ` within ${words} words`,
  )
}

function absenceClause({ after, missing, within, clock }: JsonRecord): Clause {
  const said = isRecord(missing) ? missing : {}
  const talk = clock === 'talk' ? ' (hold does not count)' : ''
  const start = `${who(said)} does not say `
  const time = ` within ${durationWords(within)}${talk} `
  if (after === undefined) return sentence(start, ...phrases(said['phrases']), `${time}of the call's start`)
  const begin = isRecord(after) && 'phrases' in after ? { said: after } : after
  return clause([start, ...phrases(said['phrases']), `${time}after this:`], membersOf([begin]))
}

function phrases(value: unknown): readonly Piece[] {
  const all = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
  if (all.length === 0) return ['…']
  const named = all.slice(0, MOST_NAMED)
  const left = all.length - named.length
  return named.flatMap((phrase, index): readonly Piece[] => {
    const last = index === named.length - 1
    const join = index === 0 ? '' : last && left === 0 ? ' or ' : ', '
    const rest = last && left > 0 ? [` or ${left === 1 ? 'one more' : `${left} others`}`] : []
    return [join, { quote: readablePhrase(phrase) }, ...rest]
  })
}

function who({ speaker }: JsonRecord): string {
  if (speaker === 'agent' || speaker === 'customer') return `The ${speaker}`
  return speaker === 'any' ? 'Somebody' : '…'
}

function membersOf(value: unknown): readonly Clause[] {
  return Array.isArray(value) ? value.map(conditionClause) : [UNREADABLE]
}

function ofMap(content: unknown, form: (map: JsonRecord) => Clause): Clause {
  return isRecord(content) ? form(content) : UNREADABLE
}

function numberOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : '…'
}

function sentence(...pieces: readonly Piece[]): Clause {
  return clause(pieces, [])
}

function clause(pieces: readonly Piece[], members: readonly Clause[]): Clause {
  return { pieces: pieces.filter((piece) => piece !== ''), members }
}
