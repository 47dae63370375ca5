/** The statements on subscriptions of the SQLite store. Values are given in the order of the question marks. */

export const SAVE_SUBSCRIPTION = `
  INSERT INTO subscriptions
    (subscription_id, name, target, filter, pace, paused, created_by, created_at, secret, notices_since)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (subscription_id) DO UPDATE SET
    name = excluded.name, target = excluded.target, filter = excluded.filter, pace = excluded.pace,
    paused = excluded.paused, secret = excluded.secret, notices_since = excluded.notices_since`

export const REMOVE_SUBSCRIPTION = `DELETE FROM subscriptions WHERE subscription_id = ?`

export const REMOVE_WAITING = `DELETE FROM deliveries WHERE subscription_id = ? AND given_up_at IS NULL`

export const REMOVE_ALL_TOLD = `DELETE FROM told_issues WHERE subscription_id = ?`

export const LIST_SUBSCRIPTIONS = `SELECT * FROM subscriptions ORDER BY created_at, subscription_id`

export const LIST_TOTALS = `
  SELECT subscription_id, delivered, last_delivered_at, last_error,
    (SELECT count(*) FROM deliveries
      WHERE deliveries.subscription_id = subscriptions.subscription_id AND given_up_at IS NULL) AS waiting,
    (SELECT count(*) FROM deliveries
      WHERE deliveries.subscription_id = subscriptions.subscription_id AND given_up_at IS NOT NULL) AS dead
  FROM subscriptions ORDER BY created_at, subscription_id`

export const REMOVE_DELIVERY = `DELETE FROM deliveries WHERE delivery_id = ?`

/** The number after the highest: a row that moved to the end may have left a hole. */
export const ADD_DELIVERY = `
  INSERT INTO deliveries (seq, delivery_id, subscription_id, group_key, created_at, entries, notices)
  VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM deliveries), ?, ?, ?, ?, ?, ?)`

export const SAVE_TOLD = `
  INSERT OR REPLACE INTO told_issues (subscription_id, issue_id, group_key, standing, over, told_at)
  VALUES (?, ?, ?, ?, ?, ?)`

export const NEXT_DELIVERY = `
  SELECT * FROM deliveries WHERE subscription_id = ? AND given_up_at IS NULL ORDER BY seq LIMIT 1`

export const FIND_UNTRIED = `
  SELECT * FROM deliveries
  WHERE subscription_id = ? AND group_key = ? AND given_up_at IS NULL AND first_tried_at IS NULL
  ORDER BY seq DESC LIMIT 1`

export const SAVE_ATTEMPT = `
  UPDATE deliveries SET attempts = ?2, first_tried_at = ?3, next_attempt_at = ?4, error = ?5 WHERE delivery_id = ?1`

export const COUNT_DELIVERED = `
  UPDATE subscriptions SET delivered = delivered + 1, last_delivered_at = ?2, last_error = NULL
  WHERE subscription_id = (SELECT subscription_id FROM deliveries WHERE delivery_id = ?1)`

export const SAVE_LAST_ERROR = `
  UPDATE subscriptions SET last_error = ?2
  WHERE subscription_id = (SELECT subscription_id FROM deliveries WHERE delivery_id = ?1)`

export const GIVE_UP = `
  UPDATE deliveries SET given_up_at = ?2, error = ?3, next_attempt_at = NULL, first_tried_at = coalesce(first_tried_at, ?2)
  WHERE delivery_id = ?1`

export const REMOVE_OLD_DEAD_LETTERS = `
  DELETE FROM deliveries WHERE seq IN (
    SELECT seq FROM deliveries
    WHERE subscription_id = (SELECT subscription_id FROM deliveries WHERE delivery_id = ?)
      AND given_up_at IS NOT NULL
    ORDER BY given_up_at DESC, seq DESC LIMIT -1 OFFSET 1000)`

export const LIST_DEAD_LETTERS = `
  SELECT * FROM deliveries WHERE subscription_id = ? AND given_up_at IS NOT NULL ORDER BY given_up_at DESC, seq DESC`

export const FIND_DEAD_LETTER = `SELECT * FROM deliveries WHERE delivery_id = ? AND given_up_at IS NOT NULL`

export const REVIVE = `
  UPDATE deliveries SET
    seq = (SELECT max(seq) + 1 FROM deliveries), given_up_at = NULL,
    attempts = 0, first_tried_at = NULL, next_attempt_at = NULL, error = NULL
  WHERE delivery_id = ? AND given_up_at IS NOT NULL`

export const LIST_TOLD = `SELECT * FROM told_issues WHERE subscription_id = ?`

export const FORGET_TOLD = `DELETE FROM told_issues WHERE subscription_id = ? AND issue_id = ?`
