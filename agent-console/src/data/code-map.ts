import type { Channel } from '../../../server/contracts/contact.ts'
import type { CodeEntry, HeatCell, IssueMap } from '../../../server/contracts/issue-desk.ts'

/** How much more than usual, in words for colours: from `none` to `hot`. */
export type Heat = 'none' | 'usual' | 'warm' | 'hot'

export interface MapCell {
  readonly contacts: number
  readonly lastHour: number
  readonly expectedLastHour: number
  readonly heat: Heat
}

export interface MapRow {
  readonly code: CodeEntry
  /** How deep in the tree of codes: 0 at the top. */
  readonly depth: number
  readonly cells: ReadonlyMap<Channel, MapCell>
  readonly all: MapCell
}

/** Standard deviations of a Poisson count above what is usual. */
const WARM = 2
const HOT = 4
/** A single contact is no news, however seldom one is. */
const LEAST = 2

export function heatOf(seen: number, expected: number): Heat {
  if (seen === 0) return 'none'
  if (seen < LEAST) return 'usual'
  const excess = (seen - expected) / Math.sqrt(Math.max(expected, 1))
  if (excess >= HOT) return 'hot'
  return excess >= WARM ? 'warm' : 'usual'
}

/**
 * The codes as a tree, each with its figures by channel. A parent has the sum of what is below it. Branches with something
 * far above what is usual come first, those with something above it next.
 */
export function mapRows({ codes, cells }: IssueMap): readonly MapRow[] {
  const known = new Set(codes.map(({ id }) => id))
  const children = new Map<string | null, CodeEntry[]>()
  for (const code of codes) {
    const parent = code.parent !== null && known.has(code.parent) ? code.parent : null
    children.set(parent, [...(children.get(parent) ?? []), code])
  }
  const own = new Map<string, HeatCell[]>()
  for (const cell of cells) own.set(cell.code, [...(own.get(cell.code) ?? []), cell])
  const rowsBelow = (parent: string | null, depth: number): readonly MapRow[] =>
    (children.get(parent) ?? [])
      .map((code) => {
        const below = rowsBelow(code.id, depth + 1)
        const direct = below.filter((row) => row.depth === depth + 1)
        return [rowOf(code, { depth, own: own.get(code.id) ?? [], direct }), ...below]
      })
      .toSorted((one, other) => hottest(other) - hottest(one) || idOf(one).localeCompare(idOf(other)))
      .flat()
  return rowsBelow(null, 0)
}

const HEATS: readonly Heat[] = ['none', 'usual', 'warm', 'hot']

/** Usual or none is the same: no row moves only because somebody called. */
function hottest(branch: readonly MapRow[]): number {
  const heats = branch
    .flatMap(({ cells, all }) => [all, ...cells.values()])
    .map(({ heat }) => HEATS.indexOf(heat))
  return Math.max(1, ...heats)
}

function idOf([top]: readonly MapRow[]): string {
  return top?.code.id ?? ''
}

function rowOf(
  code: CodeEntry,
  parts: { readonly depth: number; readonly own: readonly HeatCell[]; readonly direct: readonly MapRow[] },
): MapRow {
  const sums = new Map<Channel, Omit<MapCell, 'heat'>>()
  const add = (channel: Channel, cell: Omit<MapCell, 'heat'>): void => {
    sums.set(channel, added(sums.get(channel), cell))
  }
  for (const cell of parts.own) add(cell.channel, cell)
  for (const row of parts.direct) for (const [channel, cell] of row.cells) add(channel, cell)
  const cells = new Map([...sums].map(([channel, cell]) => [channel, heated(cell)]))
  const all = [...sums.values()].reduce<Omit<MapCell, 'heat'>>((sum, cell) => added(sum, cell), NOTHING)
  return { code, depth: parts.depth, cells, all: heated(all) }
}

const NOTHING = { contacts: 0, lastHour: 0, expectedLastHour: 0 }

function added(sum: Omit<MapCell, 'heat'> = NOTHING, cell: Omit<MapCell, 'heat'>): Omit<MapCell, 'heat'> {
  return {
    contacts: sum.contacts + cell.contacts,
    lastHour: sum.lastHour + cell.lastHour,
    expectedLastHour: sum.expectedLastHour + cell.expectedLastHour,
  }
}

function heated(cell: Omit<MapCell, 'heat'>): MapCell {
  return { ...cell, heat: heatOf(cell.lastHour, cell.expectedLastHour) }
}

/** Rows with contacts in the period, or all of them; parents of a row that is shown are shown, too. */
export function shownRows(rows: readonly MapRow[], every: boolean): readonly MapRow[] {
  return every ? rows : rows.filter(({ all }) => all.contacts > 0 || all.lastHour > 0)
}

/** The share of contacts that no code knows; null without contacts. */
export function uncodedShare({ coverage }: IssueMap): number | null {
  return coverage.contacts === 0 ? null : 1 - coverage.coded / coverage.contacts
}
