import type { Migration } from '../migrate.ts'

/** Calls, what was said, what people were told. Wall times are epoch milliseconds, call times milliseconds of audio. */
export const calls: Migration = {
  version: 1,
  sql: `
    CREATE TABLE calls (
      call_id     TEXT PRIMARY KEY,
      started_at  REAL NOT NULL,
      agent_id    TEXT,
      language    TEXT NOT NULL,
      source      TEXT NOT NULL,
      attributes  TEXT NOT NULL,
      ended_at    REAL,
      duration_ms REAL,
      end_reason  TEXT
    ) STRICT;
    CREATE INDEX calls_by_start ON calls (started_at);
    CREATE INDEX calls_by_agent ON calls (agent_id, started_at);

    CREATE TABLE utterances (
      call_id      TEXT NOT NULL REFERENCES calls ON DELETE CASCADE,
      utterance_id TEXT NOT NULL,
      seq          INTEGER NOT NULL,
      party        TEXT NOT NULL,
      start_ms     REAL NOT NULL,
      end_ms       REAL NOT NULL,
      text         TEXT NOT NULL,
      words        TEXT NOT NULL,
      at_ms        REAL NOT NULL,
      captured_at  REAL NOT NULL,
      heard_at     REAL NOT NULL,
      decoded_at   REAL NOT NULL,
      lag_ms       REAL NOT NULL,
      PRIMARY KEY (call_id, utterance_id)
    ) STRICT;

    CREATE TABLE outcomes (
      outcome_id TEXT PRIMARY KEY,
      call_id    TEXT NOT NULL REFERENCES calls ON DELETE CASCADE,
      agent_id   TEXT,
      kind       TEXT NOT NULL,
      rule       TEXT NOT NULL,
      title      TEXT NOT NULL,
      text       TEXT NOT NULL,
      severity   TEXT NOT NULL,
      at_ms      REAL NOT NULL,
      state      TEXT NOT NULL,
      reason     TEXT NOT NULL,
      evidence   TEXT NOT NULL,
      latency    TEXT NOT NULL,
      created_at REAL NOT NULL
    ) STRICT;
    CREATE INDEX outcomes_by_creation ON outcomes (created_at);
    CREATE INDEX outcomes_by_call ON outcomes (call_id, created_at);
    CREATE INDEX outcomes_by_agent ON outcomes (agent_id, created_at);
    CREATE INDEX outcomes_by_kind ON outcomes (kind, created_at);

    CREATE TABLE outcome_history (
      history_id  INTEGER PRIMARY KEY,
      outcome_id  TEXT NOT NULL REFERENCES outcomes ON DELETE CASCADE,
      state       TEXT NOT NULL,
      reason      TEXT NOT NULL,
      recorded_at REAL NOT NULL
    ) STRICT;
    CREATE INDEX outcome_history_by_outcome ON outcome_history (outcome_id);
  `,
}
