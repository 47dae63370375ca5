import type { Party } from '../contracts/call.ts'
import type { PartyChannel, ChannelPool } from './party-channel.ts'

interface PartyChannelsOptions {
  /** `place`: 1 for the party's first channel, 2 for the next. */
  readonly create: (
    party: Party,
    options: { readonly pool: ChannelPool; readonly place: number },
  ) => PartyChannel
}

interface CurrentChannel {
  readonly channel: PartyChannel
  readonly pool: ChannelPool
  readonly place: number
}

/** The channel that waits until another one's words are final. */
interface Successor {
  begin(): void
}

/**
 * The channels of a call: one for each party. A party whose stream comes with another model gets another
 * channel, which begins when the words of the one before are final, so that its words stay in order.
 */
export class PartyChannels {
  readonly #options: PartyChannelsOptions
  readonly #current = new Map<Party, CurrentChannel>()
  readonly #former = new Map<PartyChannel, Successor>()

  constructor(options: PartyChannelsOptions) {
    this.#options = options
  }

  /** Every channel that is there, those whose last words are still to come included. */
  get all(): readonly PartyChannel[] {
    return [...this.#former.keys(), ...[...this.#current.values()].map(({ channel }) => channel)]
  }

  get(party: Party): PartyChannel | undefined {
    return this.#current.get(party)?.channel
  }

  /** The party's channel on this pool. */
  on(pool: ChannelPool, party: Party): PartyChannel {
    const current = this.#current.get(party)
    if (current?.pool === pool) return current.channel
    const place = (current?.place ?? 0) + 1
    const channel = this.#options.create(party, {
      pool: current === undefined ? pool : this.#after(current.channel, pool),
      place,
    })
    this.#current.set(party, { channel, pool, place })
    return channel
  }

  /** Closes former channels whose words are final, so that the next ones begin. */
  settle(): void {
    for (const [channel, successor] of this.#former) {
      if (!channel.isIdle) continue
      this.#former.delete(channel)
      channel.close()
      successor.begin()
    }
  }

  /** The pool as the next channel sees it: it is not asked before the channel `before` has said its last word. */
  #after(before: PartyChannel, pool: ChannelPool): ChannelPool {
    const nothing = (): void => undefined
    const successor: Successor = { begin: nothing }
    before.end()
    this.#former.set(before, successor)
    return {
      attach: (client, options) => {
        successor.begin = () => pool.attach(client, options)
        if (this.#former.has(before)) this.settle()
        else successor.begin()
      },
      detach: (client) => {
        successor.begin = nothing
        pool.detach(client)
      },
    }
  }
}
