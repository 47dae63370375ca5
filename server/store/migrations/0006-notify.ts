import type { Migration } from '../migrate.ts'

/**
 * Who is told of issues, with addresses and secrets in the clear (the file is its owner's alone); what waits for whom,
 * in the order of `seq`; and what each was told last. A delivery with `given_up_at` is a dead letter.
 */
export const notify: Migration = {
  version: 6,
  sql: `
    CREATE TABLE subscriptions (
      subscription_id   TEXT PRIMARY KEY,
      name              TEXT NOT NULL,
      target            TEXT NOT NULL,
      filter            TEXT NOT NULL,
      pace              TEXT NOT NULL,
      paused            INTEGER NOT NULL,
      created_by        TEXT NOT NULL,
      created_at        REAL NOT NULL,
      secret            TEXT NOT NULL,
      delivered         INTEGER NOT NULL DEFAULT 0,
      last_delivered_at REAL,
      last_error        TEXT
    ) STRICT;

    CREATE TABLE deliveries (
      seq             INTEGER PRIMARY KEY,
      delivery_id     TEXT NOT NULL UNIQUE,
      subscription_id TEXT NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
      group_key       TEXT NOT NULL,
      created_at      REAL NOT NULL,
      entries         TEXT NOT NULL,
      attempts        INTEGER NOT NULL DEFAULT 0,
      first_tried_at  REAL,
      next_attempt_at REAL,
      error           TEXT,
      given_up_at     REAL
    ) STRICT;
    CREATE INDEX deliveries_waiting ON deliveries (subscription_id, seq) WHERE given_up_at IS NULL;
    CREATE INDEX deliveries_dead ON deliveries (subscription_id, given_up_at) WHERE given_up_at IS NOT NULL;

    CREATE TABLE told_issues (
      subscription_id TEXT NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
      issue_id        TEXT NOT NULL,
      group_key       TEXT NOT NULL,
      standing        TEXT NOT NULL,
      over            INTEGER NOT NULL,
      told_at         REAL NOT NULL,
      PRIMARY KEY (subscription_id, issue_id)
    ) STRICT, WITHOUT ROWID;
  `,
}
