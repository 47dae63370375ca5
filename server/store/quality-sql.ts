import { CONTINUED_CALL } from './migrations/0015-quality.ts'

/** The statements about score cards. Values are given in the order of the question marks. */

export const SAVE_PLACE = `
  INSERT INTO quality_places (site, team, agent_id, queue) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`

export const SAVE_FORM = `INSERT INTO quality_forms (card_hash, items) VALUES (?, ?) ON CONFLICT DO NOTHING`

/** An item is known by what it was called last. */
export const SAVE_ITEM = `
  INSERT INTO quality_items (item_id, title, section, critical) VALUES (?, ?, ?, ?)
  ON CONFLICT (item_id) DO UPDATE SET title = excluded.title, section = excluded.section, critical = excluded.critical`

/** Not a replacement in place: the old card must leave the sums of its day. */
export const REMOVE_CARD = `DELETE FROM quality_cards WHERE call_id = ?`

/** The results come as pairs of an item's id and its result, and are kept by the item's number. */
export const SAVE_CARD = `
  INSERT INTO quality_cards (call_id, card_hash, scored_at, started_at, day, duration_ms, score, failed, reason,
    resolution, repeated_by, place_id, results)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    (SELECT place_id FROM quality_places WHERE site = ? AND team = ? AND agent_id = ? AND queue = ?),
    (SELECT json_group_array(json_array(item_no, given.value ->> 1)) FROM json_each(?) AS given
      JOIN quality_items ON item_id = given.value ->> 0))`

export const SAVE_MOMENTS = `
  INSERT INTO quality_moments (card_no, body) VALUES ((SELECT card_no FROM quality_cards WHERE call_id = ?), ?)`

export const SAVE_RESOLUTION = `
  UPDATE quality_cards SET resolution = ?, repeated_by = ? WHERE call_id = ?`

export const SETTLE_OPEN = `
  UPDATE quality_cards SET resolution = 'first'
  WHERE card_no IN (
    SELECT card_no FROM quality_cards WHERE resolution = 'open' AND started_at < ? ORDER BY started_at LIMIT ?)`

/** What a whole card is read from, given which. */
export const CARD_COLUMNS = `
  SELECT cards.*, quality_places.*, quality_forms.items, quality_moments.body FROM cards
  JOIN quality_places USING (place_id)
  JOIN quality_forms USING (card_hash)
  JOIN quality_moments USING (card_no)`

export const GET_CARD = `WITH cards AS (SELECT * FROM quality_cards WHERE call_id = ?) ${CARD_COLUMNS}`

/** A call that went on under another id is one contact: its customer stands at the last one. */
export const LIST_CONTACTS = `
  SELECT other.call_id, other.started_at, cards.reason, coalesce(cards.resolution, 'unknown') AS resolution,
    cards.repeated_by
  FROM call_customers AS own
  JOIN call_customers AS other ON other.attribute = own.attribute AND other.customer = own.customer
  LEFT JOIN quality_cards AS cards ON cards.call_id = other.call_id
  WHERE own.call_id = ? AND other.started_at >= ? AND other.started_at < ?
    AND (cards.call_id IS NOT NULL OR other.call_id = own.call_id)
  ORDER BY other.started_at, other.call_id LIMIT ?`

export const LIST_UNSCORED = `
  SELECT calls.* FROM calls
  WHERE calls.started_at >= ? AND calls.started_at < ?
    AND NOT EXISTS (SELECT 1 FROM quality_cards WHERE quality_cards.call_id = calls.call_id)
    AND NOT EXISTS (
      SELECT 1 FROM call_events
      WHERE type = 'start' AND ${CONTINUED_CALL} = calls.call_id)
  ORDER BY calls.started_at DESC`
