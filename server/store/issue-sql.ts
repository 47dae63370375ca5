/** The statements on issues of the SQLite store. Values are given in the order of the question marks. */

export const SAVE_FEEDBACK = `
  INSERT INTO digital_feedback (source_id, feedback_id, received_at, body, handed_on) VALUES (?, ?, ?, ?, 0)
  ON CONFLICT DO NOTHING`

export const LIST_FEEDBACK_TO_HAND_ON = `
  SELECT body FROM digital_feedback WHERE handed_on = 0 ORDER BY received_at, rowid LIMIT ?`

export const HAND_ON_FEEDBACK = `
  UPDATE digital_feedback SET handed_on = 1 WHERE source_id = ? AND feedback_id = ?`

export const SAVE_CONTACT = `
  INSERT INTO contacts (contact_id, arrived_at, said_at, channel, step, author_key, language, codes, texts, rating,
    source_id, mood, call_id, at_ms, queue)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** After `SAVE_CONTACT`: a table without row ids does not change what `last_insert_rowid` gives. */
export const SAVE_CONTACT_CODES = `
  INSERT INTO contact_codes (code, seq, arrived_at)
  SELECT DISTINCT value, last_insert_rowid(), ?2 FROM json_each(?1)`

/** The oldest contacts from before a time, so many at once; the codes go first, while the contacts still name them. */
const OLDEST = `SELECT seq FROM contacts WHERE arrived_at < ? ORDER BY arrived_at LIMIT ?`

export const FORGET_CONTACT_CODES = `
  DELETE FROM contact_codes WHERE (code, seq) IN
    (SELECT value, seq FROM contacts, json_each(contacts.codes) WHERE seq IN (${OLDEST}))`

export const FORGET_CONTACTS = `DELETE FROM contacts WHERE seq IN (${OLDEST})`

export const FORGET_FEEDBACK = `
  DELETE FROM digital_feedback WHERE rowid IN
    (SELECT rowid FROM digital_feedback WHERE received_at < ? ORDER BY received_at LIMIT ?)`

/** A copy that comes late changes nothing. */
export const SAVE_ISSUE = `
  INSERT INTO issues (issue_id, revision, opened_at, state, channel, code, active, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (issue_id) DO UPDATE SET
    revision = excluded.revision, opened_at = excluded.opened_at, state = excluded.state,
    channel = excluded.channel, code = excluded.code, active = excluded.active, body = excluded.body
  WHERE excluded.revision >= issues.revision`

export const GET_ISSUE = `SELECT body FROM issues WHERE issue_id = ?`

export const SAVE_CHANGE = `
  INSERT INTO changes (change_id, kind, title, channel, changed_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`

export const LIST_CHANGES = `SELECT * FROM changes WHERE changed_at >= ? ORDER BY changed_at, rowid`

export const SAVE_NOTICE = `
  INSERT INTO notices (notice_id, noticed_at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`

export const FORGET_NOTICES = `
  DELETE FROM notices WHERE noticed_at < ?
    OR notice_id IN (SELECT notice_id FROM notices ORDER BY noticed_at DESC, rowid DESC LIMIT -1 OFFSET 200)`

export const LIST_NOTICES = `SELECT body FROM notices WHERE noticed_at >= ? ORDER BY noticed_at, rowid`

export const SAVE_DETECTION = `INSERT OR REPLACE INTO detection_state (only, state, up_to) VALUES (1, ?, ?)`

export const LOAD_DETECTION = `SELECT state, up_to FROM detection_state`

export const SAVE_SETTINGS = `
  INSERT OR REPLACE INTO issue_settings (only, settings, set_by, set_at) VALUES (1, ?, ?, ?)`

export const LOAD_SETTINGS = `SELECT settings, set_by, set_at FROM issue_settings`
