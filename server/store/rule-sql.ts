/** The statements on rules of the SQLite store. Values are given in the order of the question marks. */

/** A content that is saved twice in a row is one version. */
export const SAVE_VERSION = `
  INSERT INTO rule_versions (rule_id, version, fingerprint, status, changed_by, changed_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6
  WHERE coalesce((SELECT fingerprint FROM rule_versions WHERE rule_id = ?1 ORDER BY version_id DESC LIMIT 1), '') <> ?3`

export const LIST_VERSIONS = `SELECT * FROM rule_versions WHERE rule_id = ? ORDER BY version_id DESC`

export const SAVE_FEEDBACK = `
  INSERT INTO feedback (outcome_id, said_by, role, rule, verdict, said_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (outcome_id, said_by) DO UPDATE SET
    role = excluded.role, rule = excluded.rule, verdict = excluded.verdict, said_at = excluded.said_at`

export const LIST_FEEDBACK = `
  SELECT feedback.* FROM feedback JOIN outcomes USING (outcome_id)
  WHERE call_id = ? ORDER BY said_at`

export const COUNT_FEEDBACK = `
  SELECT substr(outcomes.rule, 1, instr(outcomes.rule, '@') - 1) AS rule_id, verdict, count(*) AS verdicts
  FROM feedback JOIN outcomes USING (outcome_id)
  WHERE outcomes.created_at >= ?
  GROUP BY rule_id, verdict ORDER BY rule_id`

export const SAVE_CALL_STATE = `
  INSERT OR REPLACE INTO call_states (call_id, at_ms, saved_at, state) VALUES (?, ?, ?, ?)`

export const REMOVE_CALL_STATE = `DELETE FROM call_states WHERE call_id = ?`

export const REMOVE_OLD_CALL_STATES = `DELETE FROM call_states WHERE saved_at < ?`

export const LIST_CALL_STATES = `
  SELECT calls.*, at_ms, saved_at, state FROM call_states JOIN calls USING (call_id)
  WHERE ended_at IS NULL OR end_reason = 'shutdown' ORDER BY saved_at DESC`
