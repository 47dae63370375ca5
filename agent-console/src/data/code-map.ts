import type { Channel } from '../../../server/contracts/contact.ts'
import type { CodeEntry, HeatCell, IssueMap } from '../../../server/contracts/issue-desk.ts'
import { countWords } from './issue-words.ts'

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
  readonly codesBelow: number
  /** Something below it is above what is usual. */
  readonly isHotBelow: boolean
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
 * The codes as a tree, each with its figures by channel; those of a parent have all that is below it in them. Branches
 * with something far above what is usual come first, those with something above it next.
 */
export function mapRows({ codes, cells }: IssueMap): readonly MapRow[] {
  const known = new Set(codes.map(({ id }) => id))
  const children = Map.groupBy(codes, ({ parent }) => (parent !== null && known.has(parent) ? parent : null))
  const own = Map.groupBy(cells, ({ code }) => code)
  const rowsBelow = (parent: string | null, depth: number): readonly MapRow[] =>
    (children.get(parent) ?? [])
      .map((code) => {
        const below = rowsBelow(code.id, depth + 1)
        return [rowOf(code, { depth, own: own.get(code.id) ?? [], below }), ...below]
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
  return Math.max(HEATS.indexOf('usual'), ...heats)
}

function idOf([top]: readonly MapRow[]): string {
  return top?.code.id ?? ''
}

function rowOf(
  code: CodeEntry,
  parts: { readonly depth: number; readonly own: readonly HeatCell[]; readonly below: readonly MapRow[] },
): MapRow {
  const { depth, own, below } = parts
  return {
    code,
    depth,
    codesBelow: below.length,
    isHotBelow: hottest(below) > HEATS.indexOf('usual'),
    cells: new Map(own.map((cell) => [cell.channel, heated(cell)])),
    // A customer counts on the channel on which a code was heard first.
    all: heated(own.reduce<Figures>(added, NOTHING)),
  }
}

type Figures = Omit<MapCell, 'heat'>

const NOTHING: Figures = { contacts: 0, lastHour: 0, expectedLastHour: 0 }

function added(sum: Figures, cell: Figures): Figures {
  return {
    contacts: sum.contacts + cell.contacts,
    lastHour: sum.lastHour + cell.lastHour,
    expectedLastHour: sum.expectedLastHour + cell.expectedLastHour,
  }
}

function heated({ contacts, lastHour, expectedLastHour }: Figures): MapCell {
  return { contacts, lastHour, expectedLastHour, heat: heatOf(lastHour, expectedLastHour) }
}

export interface RowsShown {
  /** Codes without contacts in the period, too. */
  readonly every: boolean
  /** Parents that somebody opened or closed. */
  readonly opened: ReadonlyMap<string, boolean>
  /** Codes that people look for, such as those of open issues. */
  readonly wanted: ReadonlySet<string>
}

/** By itself a parent is open when something below it is above what is usual, or looked for. */
export function isOpen({ code, isHotBelow }: MapRow, { opened, wanted }: RowsShown): boolean {
  const isWantedBelow = (): boolean => [...wanted].some((id) => id.startsWith(`${code.id}.`))
  return opened.get(code.id) ?? (isHotBelow || isWantedBelow())
}

/** What a cell counts, in words. */
export function cellTitle({ contacts, lastHour, expectedLastHour }: MapCell, codesBelow: number): string {
  const customers = contacts === 1 ? '1 customer' : `${contacts} customers`
  const below = codesBelow === 0 ? 'this code' : `this code and the ${codesBelow} below it`
  return `${customers} of ${below}, each counted once in three hours; ${lastHour} in the last hour, ${countWords(expectedLastHour)} would be usual`
}

/** The rows that are to be seen: of what lies below a closed parent nothing. */
export function shownRows(rows: readonly MapRow[], shown: RowsShown): readonly MapRow[] {
  let closedAt = Infinity
  return rows.filter((row) => {
    if (row.depth > closedAt) return false
    closedAt = row.codesBelow > 0 && !isOpen(row, shown) ? row.depth : Infinity
    return shown.every || row.all.contacts > 0 || row.all.lastHour > 0
  })
}

/** The share of contacts that no code knows; null without contacts. */
export function uncodedShare({ coverage }: IssueMap): number | null {
  return coverage.contacts === 0 ? null : 1 - coverage.coded / coverage.contacts
}
