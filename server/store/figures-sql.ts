/** The statements on figures of the SQLite store. Values are given in the order of the question marks, or by number. */

const COUNTABLE = `
  SELECT outcome_id, call_id, rule, kind, state, reason, latency, at_ms, created_at, site, team,
    (SELECT json_group_array(json_array(verdict, role)) FROM feedback
      WHERE feedback.outcome_id = outcomes.outcome_id) AS verdicts
  FROM outcomes WHERE kind <> 'issue'`

/** From a time on, of that time after an id, until before another one; oldest first. A page begins where its index does. */
export const LIST_OUTCOMES = `${COUNTABLE}
  AND created_at >= ?1 AND created_at < ?3 AND (created_at > ?1 OR outcome_id > ?2)
  ORDER BY created_at, outcome_id LIMIT ?4`

/** Those of one rule until a time, of that time before an id, from another one on; newest first. */
export const LIST_OUTCOMES_OF_RULE = `${COUNTABLE}
  AND substr(rule, 1, instr(rule, '@') - 1) = ?5
  AND created_at <= ?1 AND created_at >= ?3 AND (created_at < ?1 OR outcome_id < ?2)
  ORDER BY created_at DESC, outcome_id DESC LIMIT ?4`

/** How a call began and each change of it say its agent, where there is one. */
export const LIST_CALLS = `
  SELECT call_id, started_at, site, team, duration_ms,
    CASE WHEN duration_ms IS NULL
      THEN (SELECT max(end_ms) FROM utterances WHERE utterances.call_id = calls.call_id) END AS spoken_ms,
    CASE WHEN agent_id IS NOT NULL THEN coalesce(
      (SELECT min(at_ms) FROM call_events WHERE call_events.call_id = calls.call_id
        AND json_extract(body, '$.agentId') IS NOT NULL), 0) END AS agent_from_ms
  FROM calls
  WHERE started_at >= ?1 AND started_at < ?3 AND (started_at > ?1 OR call_id > ?2)
  ORDER BY started_at, call_id LIMIT ?4`

export const FIRST_OUTCOME = `SELECT min(created_at) AS at FROM outcomes`

export const JUDGED_HOURS = `
  SELECT DISTINCT CAST(created_at / 3600000 AS INTEGER) AS hour
  FROM feedback JOIN outcomes USING (outcome_id) WHERE said_at >= ? ORDER BY hour`

export const SAVE_PLACE = `
  INSERT INTO figures_places (site, team) SELECT ?1, ?2
  WHERE NOT EXISTS (SELECT 1 FROM figures_places
    WHERE ifnull(site, '') = ifnull(?1, '') AND ifnull(team, '') = ifnull(?2, ''))`

const PLACE_ID = `
  SELECT place_id FROM figures_places
  WHERE ifnull(site, '') = ifnull(?2, '') AND ifnull(team, '') = ifnull(?3, '')`

export const LIST_PLACES = `SELECT place_id, site, team FROM figures_places`

export const FORGET_DAY = `DELETE FROM figures_days WHERE from_at = ?`

export const SAVE_DAY = `INSERT INTO figures_days (from_at, to_at, counted_at) VALUES (?, ?, ?)`

export const LIST_DAYS = `SELECT from_at, to_at, counted_at FROM figures_days ORDER BY from_at`

export const SAVE_OF_PLACE = `
  INSERT INTO figures_of_places (from_at, place_id, call_ms, agent_ms, delays) VALUES (?1, (${PLACE_ID}), ?4, ?5, ?6)`

export const SAVE_OF_RULE = `
  INSERT INTO figures_of_rules (from_at, place_id, rule_id, prompts, prompts_seen, used_of_seen, alerts, alerts_seen,
    confirmed, retracted, used, not_now, wrong)
  VALUES (?1, (${PLACE_ID}), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`

export const SAVE_HELD = `
  INSERT INTO figures_held (from_at, place_id, rule_id, reason, outcomes) VALUES (?1, (${PLACE_ID}), ?4, ?5, ?6)`

/** Of the places in a JSON list. */
const AT_PLACES = `from_at = ? AND place_id IN (SELECT value FROM json_each(?))`

export const OF_PLACES = `SELECT call_ms, agent_ms, delays FROM figures_of_places WHERE ${AT_PLACES}`

export const PLACES_OF_DAYS = `SELECT DISTINCT place_id FROM figures_of_places WHERE from_at >= ? AND from_at < ?`

export const OF_RULES = `
  SELECT rule_id, sum(prompts) AS prompts, sum(prompts_seen) AS prompts_seen, sum(used_of_seen) AS used_of_seen,
    sum(alerts) AS alerts, sum(alerts_seen) AS alerts_seen, sum(confirmed) AS confirmed, sum(retracted) AS retracted,
    sum(used) AS used, sum(not_now) AS not_now, sum(wrong) AS wrong
  FROM figures_of_rules WHERE ${AT_PLACES} GROUP BY rule_id`

export const OF_HELD = `
  SELECT rule_id, reason, sum(outcomes) AS outcomes FROM figures_held WHERE ${AT_PLACES} GROUP BY rule_id, reason`

export const SAVE_HEARD = `INSERT OR REPLACE INTO figures_heard (only, up_to) VALUES (1, ?)`

export const LOAD_HEARD = `SELECT up_to AS at FROM figures_heard`
