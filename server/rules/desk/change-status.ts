import { isScalar, parseDocument } from 'yaml'
import type { RuleStatus } from '../../contracts/match.ts'

/**
 * A rule's text with another status and the next version; everything else stays as its author wrote it, to
 * the last space. Null when the text has no status or version to change.
 */
export function changeStatus(text: string, status: RuleStatus): string | null {
  const document = parseDocument(text)
  if (document.errors.length > 0) return null
  const statusAt = placeOf(document.get('status', true))
  const versionAt = placeOf(document.get('version', true))
  const version: unknown = document.get('version')
  if (statusAt === null || versionAt === null || typeof version !== 'number') return null
  const edits = [
    { ...statusAt, to: status },
    { ...versionAt, to: String(version + 1) },
  ].toSorted((one, other) => other.from - one.from)
  // From the end, so that the places before stay where they are.
  return edits.reduce(
    (changed, { from, until, to }) => changed.slice(0, from) + to + changed.slice(until),
    text,
  )
}

/** Where the value itself is written, quotes and all. */
function placeOf(node: unknown): { readonly from: number; readonly until: number } | null {
  if (!isScalar(node) || node.range === undefined || node.range === null) return null
  const [from, until] = node.range
  return { from, until }
}
