import type { AlertCase, CaseAction } from '../../../server/contracts/alert-case.ts'

/** A case action as it is sent: times are plain numbers there. */
export type SentCaseAction =
  | Exclude<CaseAction, { readonly type: 'snooze' }>
  | { readonly type: 'snooze'; readonly until: number | null }

type Cases = ReadonlyMap<string, AlertCase>

/** Resolved cases that stay, so that who looks at one sees that it is. */
const MOST_RESOLVED = 100

/** The newest case of a call; undefined: it has none. */
export function caseOf(cases: Cases, callId: string): AlertCase | undefined {
  return casesByCall(cases).get(callId)
}

/** The newest case of each call, by call id. */
export function casesByCall(cases: Cases): ReadonlyMap<string, AlertCase> {
  const byCall = new Map<string, AlertCase>()
  for (const each of cases.values()) {
    const { callId } = each
    if (callId === null) continue
    const known = byCall.get(callId)
    if (known === undefined || each.openedAt > known.openedAt) byCall.set(callId, each)
  }
  return byCall
}

/** The cases with a newer copy of one; an older one changes nothing. */
export function withCase(cases: Cases, copy: AlertCase): Cases {
  const known = cases.get(copy.caseId)
  if (known !== undefined && known.revision >= copy.revision) return cases
  const changed = new Map(cases).set(copy.caseId, copy)
  const resolved = [...changed.values()].filter(({ state }) => state === 'resolved')
  const oldest = resolved.toSorted((a, b) => a.updatedAt - b.updatedAt).slice(0, -MOST_RESOLVED)
  for (const { caseId } of oldest) changed.delete(caseId)
  return changed
}

/** These are all that are open: what is known as open and not among them was resolved while nobody listened. */
export function onlyThese(cases: Cases, open: readonly AlertCase[]): Cases {
  const named = new Set(open.map(({ caseId }) => caseId))
  const kept = [...cases].filter(([caseId, { state }]) => state === 'resolved' || named.has(caseId))
  return open.reduce(withCase, new Map(kept))
}
