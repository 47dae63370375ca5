import type { Migration } from '../migrate.ts'

/** Who looked at which transcript, and who changed what. */
export const audit: Migration = {
  version: 11,
  sql: `
    CREATE TABLE audit (
      entry_id INTEGER PRIMARY KEY,
      at       REAL NOT NULL,
      done_by  TEXT NOT NULL,
      role     TEXT NOT NULL,
      action   TEXT NOT NULL,
      about    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_by_time ON audit (at);
    CREATE INDEX audit_by_person ON audit (done_by, at);
    CREATE INDEX audit_by_subject ON audit (about, at);
  `,
}
