import type { Migration } from '../migrate.ts'

/**
 * How a call began, what changed in it and what audio was missing: without it, a kept call that is played again
 * knows neither hold nor transfer. `body` is the message as JSON, less what the other columns say.
 */
export const callEvents: Migration = {
  version: 4,
  sql: `
    CREATE TABLE call_events (
      call_id TEXT NOT NULL REFERENCES calls ON DELETE CASCADE,
      seq     INTEGER NOT NULL,
      type    TEXT NOT NULL,
      at_ms   REAL NOT NULL,
      body    TEXT NOT NULL,
      PRIMARY KEY (call_id, seq)
    ) STRICT, WITHOUT ROWID;
  `,
}
