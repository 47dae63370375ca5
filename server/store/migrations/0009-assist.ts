import type { Migration } from '../migrate.ts'

/** What agents say of calls: labels while they last, notes when they are over. Both go with their call. */
export const assist: Migration = {
  version: 9,
  sql: `
    CREATE TABLE call_labels (
      label_id TEXT PRIMARY KEY,
      call_id  TEXT NOT NULL REFERENCES calls ON DELETE CASCADE,
      at       REAL NOT NULL,
      body     TEXT NOT NULL
    ) STRICT;
    CREATE INDEX call_labels_by_call ON call_labels (call_id, at);
    CREATE TABLE wrap_ups (
      call_id TEXT PRIMARY KEY REFERENCES calls ON DELETE CASCADE,
      body    TEXT NOT NULL
    ) STRICT;
  `,
}
