import type { HeardContact } from '../../contracts/contact.ts'
import type { Issue } from '../../contracts/issue.ts'
import { ISSUE_STATES } from '../../contracts/issue.ts'
import type { IssueStore, KeptContact } from '../../contracts/store.ts'
import { type WallMs, wallMs } from '../../contracts/time.ts'
import type { Dossier } from '../book/dossier.ts'
import { RECENT_MS } from '../book/recent-contacts.ts'
import { isWithin } from '../contacts/code-search.ts'
import type { EngineCode, IssueEngine } from '../issue-engine.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'

const HOUR_MS = 3_600_000
const CHANGES_MS = 7 * 24 * HOUR_MS
const PAGE = 1000
/** Issues that are taken up: those that are open, and those that were closed last. */
const MOST_OPEN = 500
const MOST_CLOSED = 200
/** Contacts of one issue that are read again; of an issue without a code, among all that came since. */
const MOST_CONTACTS = 50_000

const OPEN_STATES = ISSUE_STATES.filter((state) => state !== 'closed')

export interface RestoreOptions {
  readonly engine: IssueEngine
  readonly store: IssueStore
  readonly codes: () => readonly EngineCode[]
  readonly now: WallMs
}

/**
 * Goes on where the last process was: what was learned, the issues as they were left, and whatever came after the state
 * was saved, played again. Nobody is told twice.
 * @returns false where there was no state that this version can go on with; issues and their contacts are known anyway.
 */
export async function restoreIssues(options: RestoreOptions): Promise<boolean> {
  const { engine, store, now } = options
  const issues = await keptIssues(options)
  const changes = await store.listChanges(wallMs(now - CHANGES_MS))
  const kept = await store.loadDetection()
  const restored = kept !== null && engine.restore(kept.state, issues, changes)
  if (!restored) engine.book.begin(issues, changes)
  for (const dossier of engine.book.dossiers()) {
    if (dossier.isOpen) engine.book.fill(dossier.issue.issueId, await contactsOf(dossier, options))
    await letOthersRun()
  }
  await remember(options, restored ? kept.upTo : now)
  if (restored) await replay(options, kept.upTo)
  return restored
}

/** What was said in the hours before a time: the first contacts of an issue that is noticed later are among it. */
async function remember({ engine, store }: RestoreOptions, before: WallMs): Promise<void> {
  const since = wallMs(before - RECENT_MS)
  for await (const page of pages(store, { since, before })) engine.book.remember(page)
}

/** Plays contacts again that arrived at or after a time, in the order in which they arrived. */
export async function replay({ engine, store, now }: RestoreOptions, since: WallMs): Promise<void> {
  for await (const page of pages(store, { since, before: now })) {
    for (const { seq: _, arrivedAt, ...contact } of page) engine.take(contact, arrivedAt)
  }
  engine.advanceTo(now)
}

async function* pages(
  store: IssueStore,
  period: { readonly since: WallMs; readonly before: WallMs },
): AsyncIterableIterator<readonly KeptContact[]> {
  let after: number | undefined
  for (;;) {
    const page = await store.listContacts({ ...period, after, limit: PAGE })
    yield page
    after = page.at(-1)?.seq
    if (page.length < PAGE) return
    await letOthersRun()
  }
}

async function keptIssues({ store, engine, now }: RestoreOptions): Promise<readonly Issue[]> {
  const closed = await store.listIssues({ states: ['closed'], limit: MOST_CLOSED })
  const { reopenWithinMs } = engine.book.settings
  return [
    ...(await store.listIssues({ states: OPEN_STATES, limit: MOST_OPEN })),
    ...closed.filter(({ updatedAt }) => now - updatedAt < reopenWithinMs),
  ]
}

/** What is kept of an issue's contacts. */
export async function contactsOf(
  { issue }: Pick<Dossier, 'issue'>,
  { store, codes }: Pick<RestoreOptions, 'store' | 'codes'>,
): Promise<readonly HeardContact[]> {
  const { code } = issue
  const since = wallMs(issue.onsetAt - HOUR_MS)
  if (code === null) return store.listContacts({ since, limit: MOST_CONTACTS })
  const below = codes().flatMap(({ id }) => (id !== code && isWithin(id, code) ? [id] : []))
  const found: HeardContact[] = []
  for (const one of [code, ...below]) {
    found.push(...(await store.listContacts({ since, code: one, limit: MOST_CONTACTS })))
  }
  return found
}
