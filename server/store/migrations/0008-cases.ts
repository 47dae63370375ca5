import type { Migration } from '../migrate.ts'

/** What becomes of the alerts of a call; the body holds the whole case, the columns what is asked for. */
export const cases: Migration = {
  version: 8,
  sql: `
    CREATE TABLE cases (
      case_id   TEXT PRIMARY KEY,
      revision  INTEGER NOT NULL,
      call_id   TEXT NOT NULL,
      state     TEXT NOT NULL,
      opened_at REAL NOT NULL,
      body      TEXT NOT NULL
    ) STRICT;
    CREATE INDEX cases_by_time ON cases (opened_at);
    CREATE INDEX cases_by_call ON cases (call_id);
  `,
}
