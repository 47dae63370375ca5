import type {
  CallLabel,
  ChecklistState,
  SaidLine,
  SuggestedDisposition,
  WrapUp,
} from '../../contracts/assist.ts'
import type { CodeId } from '../../contracts/contact.ts'
import { ruleIdOf, type Outcome } from '../../contracts/outcome.ts'
import type { CallRecord } from '../../contracts/store.ts'
import type { AssistLibrary } from '../assist-library.ts'
import type { FoundInCall } from './filing-finder.ts'
import { reviewChecklists } from './review.ts'

/** What a draft is made of: what was kept of the call, redacted, and what was found in it. */
export interface DraftSources {
  readonly record: CallRecord
  readonly codes: readonly { readonly id: CodeId; readonly title: string }[]
  readonly labels: readonly CallLabel[]
  readonly library: AssistLibrary
}

const MOST_PROMISES = 10
const MOST_BECAUSE = 4
/** A supervisor's message is no reason why the customer called. */
const WHISPER = 'whisper@'

/** The draft of a call's notes, made of evidence alone. Pure. */
export function draftWrapUp({ record, codes, labels, library }: DraftSources): WrapUp {
  const { filing } = library
  const found = filing.find(record.utterances)
  const stood = standing(record.outcomes)
  const { call, utterances, durationMs } = record
  const reviewed = { attributes: call.attributes, utterances, durationMs: durationMs ?? 0 }
  const checklists = reviewChecklists(reviewed, library)
  const promised = found.promised.slice(0, MOST_PROMISES)
  const suggested = suggestions({ found, stood, codes, choices: filing.filing.choices })
  const reason = reasonOf(stood, codes)
  const choices = filing.filing.choices.map(({ dispositionId, title }) => ({ dispositionId, title }))
  return {
    callId: record.call.callId,
    saved: null,
    source: 'evidence',
    reason,
    summary: summaryOf({ stood, promised, checklists, labels }),
    promises: promised.map(({ text }) => sentence(text)),
    dispositions: suggested.slice(0, 1).map(({ dispositionId }) => dispositionId),
    codes: codes.map(({ id }) => id),
    promised,
    suggested,
    checklists,
    labels,
    choices,
  }
}

/** Prompts that were shown and never withdrawn, the most important first. Agents learn nothing of alerts. */
function standing(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes
    .filter(({ kind, state, rule }) => kind !== 'alert' && state === 'confirmed' && !rule.startsWith(WHISPER))
    .toSorted((one, other) => other.priority - one.priority)
}

/** What the customer's words say comes before what the call was like. */
function reasonOf(stood: readonly Outcome[], codes: DraftSources['codes']): string {
  const said = stood.find(({ evidence }) => evidence.party === 'customer' && evidence.words.length > 0)
  return said?.title ?? codes[0]?.title ?? stood[0]?.title ?? ''
}

function summaryOf(parts: {
  readonly stood: readonly Outcome[]
  readonly promised: readonly SaidLine[]
  readonly checklists: readonly ChecklistState[]
  readonly labels: readonly CallLabel[]
}): string {
  const titles = [...new Set(parts.stood.map(({ title, evidence }) => quoted(title, evidence)))]
  const lines = [
    ...titles.map((title) => `${title}.`),
    ...parts.promised.map(({ text, atMs }) => `Promised at ${clock(atMs)}: ${text}.`),
    ...parts.checklists.flatMap(missingLine),
    ...parts.labels.map(({ channel, step, note }) => {
      const place = step === null ? '' : ` (${step})`
      return `Trouble with ${channel}${place}${note === '' ? '.' : `: ${note}`}`
    }),
  ]
  return lines.join('\n')
}

function quoted(title: string, { words, startMs }: Outcome['evidence']): string {
  if (words.length === 0) return title
  return `${title}: “${words.map(({ text }) => text).join(' ')}” at ${clock(startMs)}`
}

function missingLine({ title, items }: ChecklistState): readonly string[] {
  const missing = items.filter(({ required, progress }) => required && progress === 'open')
  const done = items.filter(({ progress }) => progress !== 'open').length
  const rest = missing.length === 0 ? '' : ` Missing: ${missing.map(({ text }) => text).join('; ')}.`
  return [`${title}: ${done} of ${items.length}.${rest}`]
}

function suggestions(parts: {
  readonly found: FoundInCall
  readonly stood: readonly Outcome[]
  readonly codes: DraftSources['codes']
  readonly choices: AssistLibrary['filing']['filing']['choices']
}): readonly SuggestedDisposition[] {
  const { found, stood, codes, choices } = parts
  return choices
    .map((choice) => {
      const { dispositionId, title } = choice
      const rules = stood.filter((outcome) => choice.rules.includes(ruleIdOf(outcome)))
      const about = codes.filter(({ id }) =>
        choice.codes.some((code) => id === code || id.startsWith(`${code}.`)),
      )
      const because = [
        ...(found.words.get(choice) ?? []).map((words) => `“${words}”`),
        ...rules.map((rule) => rule.title),
        ...about.map((code) => code.title),
      ]
      return { dispositionId, title, because: [...new Set(because)].slice(0, MOST_BECAUSE) }
    })
    .filter(({ because }) => because.length > 0)
    .toSorted((one, other) => other.because.length - one.because.length)
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}
