import type { PlaceOfCall } from '../../server/contracts/floor.ts'

/** A call is where its attributes `site` and `team` say. */
export const placeByAttributes: PlaceOfCall = ({ attributes }) => ({
  site: attributes['site'] ?? null,
  team: attributes['team'] ?? null,
})
