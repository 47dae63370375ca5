import type { CallId } from '../../contracts/call.ts'
import type { HeardContact } from '../../contracts/contact.ts'
import type { CallRecord, CallStore, IssueStore } from '../../contracts/store.ts'
import { callMs, type WallMs, wallMs } from '../../contracts/time.ts'
import { CallContact, type CallContactOptions } from '../contacts/call-contact.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'

/** What is learned from: enough for rare codes, and no more than is read in a minute or two. */
const MOST_CONTACTS = 200_000
const MOST_CALLS = 30_000
const PAGE = 500
/** Less than two days says little of what is usual: then rather not the newest of them. */
const LEAST_PERIOD_MS = 2 * 86_400_000
/** Calls that are read without letting others run. */
const SLICE = 10

export interface HistorySource {
  readonly store: Pick<CallStore, 'listCalls' | 'getCall'> & { readonly issues: IssueStore }
  readonly contacts: CallContactOptions
}

/**
 * What customers said before, in the order in which they said it: kept contacts, and kept calls of which there are none
 * (from before there were issues). Stops early when the signal says so.
 */
export async function gatherHistory(
  source: HistorySource,
  { since, before }: { readonly since: WallMs; readonly before: WallMs },
  signal: AbortSignal,
): Promise<readonly HeardContact[]> {
  const contacts = [...(await keptContacts(source, { since, before }, signal))]
  const calls = new Set(contacts.flatMap(({ callId }) => (callId === null ? [] : [callId])))
  contacts.push(...(await contactsOfCalls(source, { since, before, known: calls }, signal)))
  return contacts.toSorted((a, b) => a.at - b.at)
}

/** Where there are more than can be learned from, those that arrived in half the time, and so on. */
async function keptContacts(
  { store }: HistorySource,
  { since, before }: { readonly since: WallMs; readonly before: WallMs },
  signal: AbortSignal,
): Promise<readonly HeardContact[]> {
  for (let arrivedSince: number = since; ; arrivedSince = (arrivedSince + before) / 2) {
    const contacts: HeardContact[] = []
    const isLast = before - arrivedSince < LEAST_PERIOD_MS
    let after: number | undefined
    for (;;) {
      const period = { since: wallMs(arrivedSince), before, after, limit: PAGE }
      const page = await store.issues.listContacts(period)
      for (const { seq: _, arrivedAt: __, ...contact } of page) {
        if (contact.at >= since && contact.at < before) contacts.push(contact)
      }
      after = page.at(-1)?.seq
      const isFull = contacts.length >= MOST_CONTACTS
      if (signal.aborted || page.length < PAGE || (isFull && isLast)) return contacts
      if (isFull) break
      await letOthersRun()
    }
  }
}

async function contactsOfCalls(
  { store, contacts: options }: HistorySource,
  { since, before, known }: { since: WallMs; before: WallMs; known: ReadonlySet<CallId> },
  signal: AbortSignal,
): Promise<readonly HeardContact[]> {
  const contacts: HeardContact[] = []
  let read = 0
  for await (const callId of callIds(store, since, before)) {
    if (signal.aborted || read >= MOST_CALLS) break
    if (known.has(callId)) continue
    const record = await store.getCall(callId)
    if (record !== null) contacts.push(...contactsOf(record, options))
    read += 1
    if (read % SLICE === 0) await letOthersRun()
  }
  return contacts
}

/** Newest first. */
async function* callIds(
  store: Pick<CallStore, 'listCalls'>,
  since: WallMs,
  before: WallMs,
): AsyncIterableIterator<CallId> {
  let until = before
  for (;;) {
    const page = await store.listCalls({ before: until, limit: PAGE })
    for (const { call } of page) {
      if (call.startedAt < since) return
      yield call.callId
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    until = last.call.startedAt
  }
}

/** A kept call as the contact that it was. */
function contactsOf(
  { call, utterances, durationMs }: CallRecord,
  options: CallContactOptions,
): HeardContact[] {
  const contact = new CallContact(call, options)
  const parts = utterances.flatMap((utterance) => contact.take(utterance).parts)
  const endMs = callMs(durationMs ?? utterances.at(-1)?.endMs ?? 0)
  return [...parts, ...contact.flush(endMs, true)]
}
