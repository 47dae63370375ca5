import type { Migration } from '../migrate.ts'

/** How rules changed, what people said of their outcomes, and the rules' state of calls that are not over. */
export const rules: Migration = {
  version: 2,
  sql: `
    CREATE TABLE rule_versions (
      version_id  INTEGER PRIMARY KEY,
      rule_id     TEXT NOT NULL,
      version     INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      status      TEXT NOT NULL,
      changed_by  TEXT NOT NULL,
      changed_at  REAL NOT NULL
    ) STRICT;
    CREATE INDEX rule_versions_by_rule ON rule_versions (rule_id, version_id);

    CREATE TABLE feedback (
      outcome_id TEXT NOT NULL REFERENCES outcomes ON DELETE CASCADE,
      said_by    TEXT NOT NULL,
      role       TEXT NOT NULL,
      rule       TEXT NOT NULL,
      verdict    TEXT NOT NULL,
      said_at    REAL NOT NULL,
      PRIMARY KEY (outcome_id, said_by)
    ) STRICT;

    CREATE TABLE call_states (
      call_id  TEXT PRIMARY KEY REFERENCES calls ON DELETE CASCADE,
      at_ms    REAL NOT NULL,
      saved_at REAL NOT NULL,
      state    TEXT NOT NULL
    ) STRICT;
  `,
}
