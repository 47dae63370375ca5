/** The statements of the SQLite store. Values are given in the order of the question marks. */

/** A call that comes again is live again; it keeps its first start. */
export const SAVE_CALL = `
  INSERT INTO calls (call_id, started_at, agent_id, language, source, attributes)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (call_id) DO UPDATE SET
    agent_id = excluded.agent_id, language = excluded.language, source = excluded.source,
    attributes = excluded.attributes, ended_at = NULL, duration_ms = NULL, end_reason = NULL`

/** Attributes that the change does not name stay as they are. */
export const UPDATE_CALL = `
  UPDATE calls SET agent_id = coalesce(?, agent_id), attributes = json_patch(attributes, ?)
  WHERE call_id = ?`

export const END_CALL = `
  UPDATE calls SET ended_at = ?, duration_ms = ?, end_reason = ? WHERE call_id = ?`

export const SAVE_UTTERANCE = `
  INSERT OR REPLACE INTO utterances (call_id, utterance_id, seq, party, start_ms, end_ms, text, words,
    at_ms, captured_at, heard_at, decoded_at, lag_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

export const SAVE_EVENT = `
  INSERT OR REPLACE INTO call_events (call_id, seq, type, at_ms, body) VALUES (?, ?, ?, ?, ?)`

/** Changes nothing when the call is there already. */
export const MOVE_CALL = `
  UPDATE calls SET site = ?, team = ? WHERE call_id = ? AND (site IS NOT ? OR team IS NOT ?)`

/** All that is in a call goes with it. */
export const MOVE_OUTCOMES = `UPDATE outcomes SET site = ?, team = ? WHERE call_id = ?`

/** Latency is merged: a later state must not wipe out stages that were added after the first one left. */
export const SAVE_OUTCOME = `
  INSERT INTO outcomes (outcome_id, call_id, agent_id, kind, rule, title, text, severity, priority, card, at_ms, state,
    reason, because, evidence, latency, created_at, site, team)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    (SELECT site FROM calls WHERE call_id = ?), (SELECT team FROM calls WHERE call_id = ?))
  ON CONFLICT (outcome_id) DO UPDATE SET
    agent_id = excluded.agent_id, text = excluded.text, card = excluded.card, state = excluded.state,
    reason = excluded.reason, because = excluded.because, evidence = excluded.evidence,
    latency = json_patch(latency, excluded.latency)`

/** A state that is saved twice in a row is one entry. */
export const ADD_HISTORY = `
  INSERT INTO outcome_history (outcome_id, state, reason, recorded_at)
  SELECT ?, ?, ?, ?
  WHERE coalesce((SELECT state FROM outcome_history WHERE outcome_id = ? ORDER BY history_id DESC LIMIT 1), '') <> ?`

export const ADD_LATENCY = `
  UPDATE outcomes SET latency = json_patch(latency, ?) WHERE outcome_id = ?`

export const GET_CALL = `SELECT * FROM calls WHERE call_id = ?`

export const GET_OUTCOME = `SELECT * FROM outcomes WHERE outcome_id = ?`

export const LIST_SHOWN_PROMPTS = `
  SELECT outcome_id, rule, agent_id, created_at FROM outcomes
  WHERE kind = 'prompt' AND created_at >= ? AND state IN ('shown', 'confirmed') AND agent_id IS NOT NULL
  ORDER BY created_at`

export const LIST_CALL_IDS = `SELECT call_id FROM calls ORDER BY started_at DESC LIMIT ?`

export const GET_UTTERANCES = `SELECT * FROM utterances WHERE call_id = ? ORDER BY start_ms, seq`

export const GET_EVENTS = `SELECT * FROM call_events WHERE call_id = ? ORDER BY seq`

export const GET_OUTCOMES = `SELECT * FROM outcomes WHERE call_id = ? ORDER BY at_ms, created_at`
