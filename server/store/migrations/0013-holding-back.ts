import type { Migration } from '../migrate.ts'

/** What holds an outcome back, and cases about many calls, which have no call of their own. */
export const holdingBack: Migration = {
  version: 13,
  sql: `
    ALTER TABLE outcomes ADD COLUMN because TEXT;

    CREATE TABLE cases_of_calls (
      case_id   TEXT PRIMARY KEY,
      revision  INTEGER NOT NULL,
      call_id   TEXT,
      state     TEXT NOT NULL,
      opened_at REAL NOT NULL,
      body      TEXT NOT NULL
    ) STRICT;
    INSERT INTO cases_of_calls SELECT case_id, revision, call_id, state, opened_at, body FROM cases;
    DROP TABLE cases;
    ALTER TABLE cases_of_calls RENAME TO cases;
    CREATE INDEX cases_by_time ON cases (opened_at);
    CREATE INDEX cases_by_call ON cases (call_id);
  `,
}
