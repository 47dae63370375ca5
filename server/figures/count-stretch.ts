import type { CountingPage, CountingPlace, FiguresStore } from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import { letOthersRun } from '../platform/let-others-run.ts'
import { StretchTally, type LiveCalls } from './count/stretch-tally.ts'

/** Read at once: some milliseconds, between which live calls get their turn. */
const PAGE = 250

export interface CountingOptions {
  readonly store: Pick<FiguresStore, 'listOutcomes' | 'listCalls'>
  readonly live: LiveCalls
  readonly signal: AbortSignal
}

/** Counts what happened in a stretch of time. Rejects with the signal's reason when it is aborted. */
export async function countStretch(
  { from, to }: { readonly from: WallMs; readonly to: WallMs },
  { store, live, signal }: CountingOptions,
): Promise<StretchTally> {
  const tally = new StretchTally()
  const outcomes = (page: CountingPage) => store.listOutcomes(page)
  for await (const page of pagesOf({ from, to }, { list: outcomes, placeOf: outcomePlace, signal })) {
    for (const outcome of page) tally.addOutcome(outcome)
  }
  const calls = (page: CountingPage) => store.listCalls(page)
  for await (const page of pagesOf({ from, to }, { list: calls, placeOf: callPlace, signal })) {
    for (const call of page) tally.addCall(call, live)
  }
  return tally
}

interface Paging<T> {
  readonly list: (page: CountingPage) => Promise<readonly T[]>
  readonly placeOf: (item: T) => CountingPlace
  readonly signal: AbortSignal
}

async function* pagesOf<T>(
  stretch: Pick<CountingPage, 'from' | 'to'>,
  { list, placeOf, signal }: Paging<T>,
): AsyncGenerator<readonly T[]> {
  let after: CountingPlace | null = null
  for (;;) {
    signal.throwIfAborted()
    const page: readonly T[] = await list({ ...stretch, after, limit: PAGE })
    yield page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = placeOf(last)
    await letOthersRun()
  }
}

function outcomePlace(outcome: { readonly createdAt: WallMs; readonly outcomeId: string }): CountingPlace {
  return { at: outcome.createdAt, id: outcome.outcomeId }
}

function callPlace(call: { readonly startedAt: WallMs; readonly callId: string }): CountingPlace {
  return { at: call.startedAt, id: call.callId }
}
