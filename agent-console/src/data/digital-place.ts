/** Where on the page `/digital` somebody is, as its address says after `#`. */
export type DigitalPlace =
  | { readonly view: 'issues'; readonly issueId: string | null }
  | { readonly view: 'map' | 'day' | 'subscriptions' | 'settings' }

export type DigitalView = DigitalPlace['view']

export function placeFrom(hash: string): DigitalPlace {
  const [view = '', id = ''] = hash.replace(/^#/, '').split('/')
  if (view === 'map' || view === 'day' || view === 'subscriptions' || view === 'settings') return { view }
  return { view: 'issues', issueId: view === 'issues' && id !== '' ? decoded(id) : null }
}

export function addressOf(place: DigitalPlace): string {
  if (place.view !== 'issues') return `#${place.view}`
  return place.issueId === null ? '#issues' : `#issues/${encodeURIComponent(place.issueId)}`
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    // Expected for an address that somebody has cut.
    return null
  }
}
