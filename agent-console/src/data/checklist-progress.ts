import type { ChecklistItem, ChecklistState } from '../../../server/contracts/assist.ts'

/** What a row of a checklist looks like. `next`: the step of a playbook that comes now; `skipped`: one that others passed. */
export type RowState = 'done' | 'heard' | 'open' | 'next' | 'skipped' | 'late'

export interface ChecklistRow {
  readonly item: ChecklistItem
  readonly state: RowState
}

/** The rows of a checklist in its order. */
export function checklistRows({ items, ordered }: ChecklistState): readonly ChecklistRow[] {
  const last = items.findLastIndex(({ progress }) => progress !== 'open')
  const next = items.findIndex(({ progress }, at) => at > last && progress === 'open')
  return items.map((item, at) => ({ item, state: stateOf(item, { at, last, next, ordered }) }))
}

function stateOf(
  { progress, late, required }: ChecklistItem,
  place: { readonly at: number; readonly last: number; readonly next: number; readonly ordered: boolean },
): RowState {
  if (progress !== 'open') return progress
  if (late) return 'late'
  if (!place.ordered) return 'open'
  if (place.at === place.next) return 'next'
  return place.at < place.last && required ? 'skipped' : 'open'
}

/** Those in which something is missing first; of them, the one that the call came to last. */
export function byUrgency(checklists: readonly ChecklistState[]): readonly ChecklistState[] {
  const isDone = (checklist: ChecklistState): number => (stillMissing([checklist]).length === 0 ? 1 : 0)
  return checklists.toSorted((one, other) => isDone(one) - isDone(other) || other.sinceMs - one.sinceMs)
}

/** Required items that nobody has said yet, of all checklists of a call. */
export function stillMissing(checklists: readonly ChecklistState[]): readonly ChecklistItem[] {
  return checklists.flatMap(({ items }) =>
    items.filter(({ required, progress }) => required && progress === 'open'),
  )
}
