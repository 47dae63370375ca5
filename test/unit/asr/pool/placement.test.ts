import { describe, expect, it } from 'vitest'
import type { ChannelHandler } from '../../../../server/asr/pool/channel-handler.ts'
import { Placement, type ChannelPlace } from '../../../../server/asr/pool/placement.ts'

class Place implements ChannelPlace {
  readonly handlers = new Set<ChannelHandler>()
  isReady = true
  add(handler: ChannelHandler): void {
    this.handlers.add(handler)
  }
  remove(handler: ChannelHandler): void {
    this.handlers.delete(handler)
  }
}

function channel(): ChannelHandler {
  return {
    attached: () => undefined,
    detached: () => undefined,
    message: () => undefined,
    askedToLeave: () => undefined,
  }
}

function threePlaces(): { places: readonly [Place, Place, Place]; placement: Placement<Place> } {
  return { places: [new Place(), new Place(), new Place()], placement: new Placement<Place>() }
}

const sizes = (places: readonly Place[]): readonly number[] => places.map(({ handlers }) => handlers.size)

describe('Placement', () => {
  it('puts the parties of a call together and shares the calls out', () => {
    const { places, placement } = threePlaces()
    for (const group of ['a', 'b', 'c', 'd']) {
      placement.place(channel(), { group, places })
      placement.place(channel(), { group, places })
    }
    expect(sizes(places)).toEqual([4, 2, 2])
  })

  it('counts calls, not channels', () => {
    const { places, placement } = threePlaces()
    for (const group of ['a', 'b', 'c']) placement.place(channel(), { group, places })
    const [, second] = places
    for (const group of ['a', 'c']) placement.place(channel(), { group, places })
    placement.place(channel(), { group: 'd', places })
    expect(sizes(places)).toEqual([2, 2, 2])
    expect(second.handlers.size).toBe(2)
  })

  it('prefers a place that is ready, but not to that of the call', () => {
    const { places, placement } = threePlaces()
    const [first, second, third] = places
    first.isReady = false
    second.isReady = false
    placement.place(channel(), { group: 'a', places })
    placement.place(channel(), { group: 'b', places })
    expect(sizes(places)).toEqual([0, 0, 2])
    first.isReady = true
    third.isReady = false
    placement.place(channel(), { group: 'a', places })
    expect(sizes(places)).toEqual([0, 0, 3])
  })

  it('takes a place that is not ready when none is', () => {
    const { places, placement } = threePlaces()
    for (const place of places) place.isReady = false
    placement.place(channel(), { group: 'a', places })
    expect(sizes(places)).toEqual([1, 0, 0])
  })

  it('keeps calls together when they move', () => {
    const { places, placement } = threePlaces()
    const [first, second, third] = places
    const call = [channel(), channel()]
    for (const handler of call) placement.place(handler, { group: 'a', places })
    for (const handler of call) first.remove(handler)
    placement.placeAgain(call, [second, third])
    expect(sizes(places)).toEqual([0, 2, 0])
    placement.remove(call[0] ?? channel())
    expect(sizes(places)).toEqual([0, 1, 0])
  })
})
