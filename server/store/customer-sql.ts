/** The statements about which customer a call was with. Values are given in the order of the question marks. */

/** The contact keeps its first start. */
export const SAVE_CUSTOMER = `
  INSERT INTO call_customers (call_id, attribute, customer, started_at)
  SELECT call_id, ?, ?, started_at FROM calls WHERE call_id = ?
  ON CONFLICT (call_id) DO UPDATE SET attribute = excluded.attribute, customer = excluded.customer`

export const REMOVE_CUSTOMER = `DELETE FROM call_customers WHERE call_id = ?`

/** A call that goes on under another id stays one contact, which began when the first one did. */
export const PASS_CUSTOMER_ON = `UPDATE OR REPLACE call_customers SET call_id = ? WHERE call_id = ?`

export const LIST_EARLIER_CONTACTS = `
  SELECT started_at FROM call_customers
  WHERE attribute = ? AND customer = ? AND started_at >= ? AND started_at < ? AND call_id <> ?
  ORDER BY started_at DESC LIMIT ?`

/** A call that went on under another id is one contact: its customer stands at the last one. */
export const LIST_EARLIER_CALLS = `
  SELECT calls.* FROM call_customers AS own
  JOIN call_customers AS other ON other.attribute = own.attribute AND other.customer = own.customer
  JOIN calls ON calls.call_id = other.call_id
  WHERE own.call_id = ? AND own.attribute = ? AND other.call_id <> own.call_id
    AND other.started_at < own.started_at
  ORDER BY other.started_at DESC LIMIT ?`

/** Calls of before this attribute was named as the one to keep; does nothing once there are some. */
export const ADD_KEPT_CUSTOMERS = `
  INSERT OR REPLACE INTO call_customers (call_id, attribute, customer, started_at)
  SELECT call_id, kept.key, kept.value, started_at
  FROM calls, json_each(CASE WHEN json_valid(attributes) THEN attributes ELSE '{}' END) AS kept
  WHERE kept.key = ? AND kept.type = 'text' AND kept.value <> ''
    AND NOT EXISTS (SELECT 1 FROM call_customers WHERE attribute = ?)`
