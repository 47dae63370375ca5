import { DEFAULT_SORT, type Sort, SORT_KEYS, type SortKey } from './board-sort.ts'

export type BoardView = 'list' | 'map'
export type Grouping = 'team' | 'queue'

/** How somebody looks at the board; the address remembers it. */
export interface BoardPlace {
  readonly view: BoardView
  readonly grouping: Grouping
  readonly sort: Sort
  /** All teams of this site of the floor; null: of every site. */
  readonly site: string | null
  /** Null: all of them; empty: those that name none. */
  readonly team: string | null
  readonly queue: string | null
  readonly words: string
}

export const FIRST_PLACE: BoardPlace = {
  view: 'list',
  grouping: 'team',
  sort: DEFAULT_SORT,
  site: null,
  team: null,
  queue: null,
  words: '',
}

/** The place that an address names; what it does not name is as at first. */
export function placeFrom(search: string): BoardPlace {
  const query = new URLSearchParams(search)
  return {
    view: query.get('view') === 'map' ? 'map' : 'list',
    grouping: query.get('group') === 'queue' ? 'queue' : 'team',
    sort: sortFrom(query.get('sort') ?? ''),
    site: query.get('site'),
    team: query.get('team'),
    queue: query.get('queue'),
    words: query.get('q') ?? '',
  }
}

/** The address of a place; what else it held stays. */
export function placeSearch(place: BoardPlace, search: string): string {
  const query = new URLSearchParams(search)
  const set = (name: string, value: string | null, first: string | null): void => {
    if (value === null || value === first) query.delete(name)
    else query.set(name, value)
  }
  set('view', place.view, FIRST_PLACE.view)
  set('group', place.grouping, FIRST_PLACE.grouping)
  set('sort', sortText(place.sort), sortText(FIRST_PLACE.sort))
  set('site', place.site, null)
  set('team', place.team, null)
  set('queue', place.queue, null)
  set('q', place.words, '')
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** A minus before the key: the greatest first. */
function sortText({ key, descending }: Sort): string {
  return `${descending ? '-' : ''}${key}`
}

function sortFrom(text: string): Sort {
  const descending = text.startsWith('-')
  const key = descending ? text.slice(1) : text
  return isSortKey(key) ? { key, descending } : DEFAULT_SORT
}

const KEYS: readonly string[] = SORT_KEYS

function isSortKey(value: string): value is SortKey {
  return KEYS.includes(value)
}
