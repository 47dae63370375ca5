import type { Migration } from '../migrate.ts'

/** What is kept from people for a while, and which rules somebody put back in their place. */
export const attention: Migration = {
  version: 10,
  sql: `
    CREATE TABLE silences (
      silence_id  TEXT PRIMARY KEY,
      rule_id     TEXT,
      queue       TEXT,
      agent_id    TEXT,
      until       REAL NOT NULL,
      reason      TEXT NOT NULL,
      silenced_by TEXT NOT NULL,
      silenced_at REAL NOT NULL
    ) STRICT;

    CREATE TABLE restorations (
      rule_id     TEXT PRIMARY KEY,
      restored_by TEXT NOT NULL,
      restored_at REAL NOT NULL
    ) STRICT;
  `,
}
