import type { Migration } from '../migrate.ts'

/** What the number of contacts and the feeds did; who is told of it from when, and messages about it. */
export const notices: Migration = {
  version: 12,
  sql: `
    CREATE TABLE notices (
      notice_id  TEXT PRIMARY KEY,
      noticed_at REAL NOT NULL,
      body       TEXT NOT NULL
    ) STRICT;
    CREATE INDEX notices_by_time ON notices (noticed_at);

    ALTER TABLE subscriptions ADD COLUMN notices_since REAL;
    ALTER TABLE deliveries ADD COLUMN notices TEXT NOT NULL DEFAULT '[]';
  `,
}
