import type { Migration } from '../migrate.ts'

/**
 * What customers said and wrote, and the issues that were made of it. `contacts.seq` goes up with every arrival; what
 * codes a contact has lies beside it, for a few of millions. `digital_feedback.handed_on` is 0 until everybody inside
 * has it: after a crash those are handed on again. `issues.body` is the issue as JSON; the other columns find it.
 */
export const issues: Migration = {
  version: 5,
  sql: `
    CREATE TABLE contacts (
      seq        INTEGER PRIMARY KEY,
      contact_id TEXT NOT NULL,
      arrived_at REAL NOT NULL,
      said_at    REAL NOT NULL,
      channel    TEXT NOT NULL,
      step       TEXT,
      author_key TEXT,
      language   TEXT NOT NULL,
      codes      TEXT NOT NULL,
      texts      TEXT NOT NULL,
      rating     REAL,
      source_id  TEXT NOT NULL,
      mood       REAL,
      call_id    TEXT,
      at_ms      REAL,
      queue      TEXT
    ) STRICT;
    CREATE INDEX contacts_by_arrival ON contacts (arrived_at);
    CREATE INDEX contacts_by_id ON contacts (contact_id);

    CREATE TABLE contact_codes (
      code       TEXT NOT NULL,
      seq        INTEGER NOT NULL,
      arrived_at REAL NOT NULL,
      PRIMARY KEY (code, seq)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE digital_feedback (
      source_id   TEXT NOT NULL,
      feedback_id TEXT NOT NULL,
      received_at REAL NOT NULL,
      body        TEXT NOT NULL,
      handed_on   INTEGER NOT NULL,
      UNIQUE (source_id, feedback_id)
    ) STRICT;
    CREATE INDEX digital_feedback_by_arrival ON digital_feedback (received_at);
    CREATE INDEX digital_feedback_to_hand_on ON digital_feedback (received_at) WHERE handed_on = 0;

    CREATE TABLE issues (
      issue_id  TEXT PRIMARY KEY,
      revision  INTEGER NOT NULL,
      opened_at REAL NOT NULL,
      state     TEXT NOT NULL,
      channel   TEXT,
      code      TEXT,
      active    INTEGER NOT NULL,
      body      TEXT NOT NULL
    ) STRICT;
    CREATE INDEX issues_by_opening ON issues (opened_at);

    CREATE TABLE changes (
      change_id  TEXT PRIMARY KEY,
      kind       TEXT NOT NULL,
      title      TEXT NOT NULL,
      channel    TEXT,
      changed_at REAL NOT NULL
    ) STRICT;
    CREATE INDEX changes_by_time ON changes (changed_at);

    CREATE TABLE detection_state (
      only  INTEGER PRIMARY KEY CHECK (only = 1),
      state BLOB NOT NULL,
      up_to REAL NOT NULL
    ) STRICT;

    CREATE TABLE issue_settings (
      only     INTEGER PRIMARY KEY CHECK (only = 1),
      settings TEXT NOT NULL,
      set_by   TEXT NOT NULL,
      set_at   REAL NOT NULL
    ) STRICT;
  `,
}
