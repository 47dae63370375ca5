import type { ChannelHandler } from './channel-handler.ts'

/** What placement must know of a slot. */
export interface ChannelPlace {
  readonly handlers: ReadonlySet<ChannelHandler>
  readonly isReady: boolean
  add(handler: ChannelHandler): void
  remove(handler: ChannelHandler): void
}

/**
 * Which slot serves which channel. The parties of a call share one, so that a worker that stands still holds up
 * as few calls as possible, and load is counted in calls: one is about as much work as another, whoever speaks.
 */
export class Placement<P extends ChannelPlace> {
  readonly #groupOf = new Map<ChannelHandler, string>()
  readonly #placeOf = new Map<ChannelHandler, P>()

  /** Gives the channel to the place of its group, else to one that is ready, else to one that will be. */
  place(handler: ChannelHandler, { group, places }: { group: string; places: readonly P[] }): void {
    const ready = places.filter((place) => place.isReady)
    const chosen = this.#placeWith(group, places) ?? this.#leastLoaded(ready) ?? this.#leastLoaded(places)
    if (chosen === undefined) return
    this.#groupOf.set(handler, group)
    this.#placeOf.set(handler, chosen)
    chosen.add(handler)
  }

  /** Gives channels that have no place any more to some of `places`. */
  placeAgain(handlers: readonly ChannelHandler[], places: readonly P[]): void {
    for (const handler of handlers) this.place(handler, { group: this.#groupOf.get(handler) ?? '', places })
  }

  remove(handler: ChannelHandler): void {
    this.#placeOf.get(handler)?.remove(handler)
    this.#placeOf.delete(handler)
    this.#groupOf.delete(handler)
  }

  #placeWith(group: string, places: readonly P[]): P | undefined {
    return places.find((place) => this.#groups(place).has(group))
  }

  #leastLoaded(places: readonly P[]): P | undefined {
    const loads = places.map((place) => ({
      place,
      groups: this.#groups(place).size,
      handlers: place.handlers.size,
    }))
    return loads.sort((a, b) => a.groups - b.groups || a.handlers - b.handlers)[0]?.place
  }

  #groups(place: P): ReadonlySet<string> {
    return new Set([...place.handlers].map((handler) => this.#groupOf.get(handler) ?? ''))
  }
}
