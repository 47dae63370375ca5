import type { Migration } from '../migrate.ts'

/**
 * Which customer each call was with, to find out when somebody called before. A table of its own, not an index
 * over the attributes of `calls`: only one attribute, which the settings name, is ever looked up, and a call that
 * goes on after a restart is two calls there but one contact here.
 */
export const customers: Migration = {
  version: 3,
  sql: `
    CREATE TABLE call_customers (
      call_id    TEXT PRIMARY KEY REFERENCES calls ON DELETE CASCADE,
      attribute  TEXT NOT NULL,
      customer   TEXT NOT NULL,
      started_at REAL NOT NULL
    ) STRICT;
    CREATE INDEX call_customers_by_customer ON call_customers (attribute, customer, started_at);
  `,
}
