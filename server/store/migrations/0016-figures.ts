import type { Migration } from '../migrate.ts'

/**
 * What was told and what became of it, summed by day, place and rule: a report over weeks reads days, not outcomes.
 * `delays` is JSON, histograms by stage. A day goes with all that was counted of it. The two indices find what was said
 * lately, and what one rule told.
 */
export const figures: Migration = {
  version: 16,
  sql: `
    CREATE TABLE figures_places (
      place_id INTEGER PRIMARY KEY,
      site     TEXT,
      team     TEXT
    ) STRICT;
    CREATE UNIQUE INDEX figures_places_once ON figures_places (ifnull(site, ''), ifnull(team, ''));

    CREATE TABLE figures_days (
      from_at    REAL PRIMARY KEY,
      to_at      REAL NOT NULL,
      counted_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE figures_of_places (
      from_at  REAL NOT NULL REFERENCES figures_days ON DELETE CASCADE,
      place_id INTEGER NOT NULL,
      call_ms  REAL NOT NULL,
      agent_ms REAL NOT NULL,
      delays   TEXT NOT NULL,
      PRIMARY KEY (from_at, place_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE figures_of_rules (
      from_at      REAL NOT NULL REFERENCES figures_days ON DELETE CASCADE,
      place_id     INTEGER NOT NULL,
      rule_id      TEXT NOT NULL,
      prompts      INTEGER NOT NULL,
      prompts_seen INTEGER NOT NULL,
      used_of_seen INTEGER NOT NULL,
      alerts       INTEGER NOT NULL,
      alerts_seen  INTEGER NOT NULL,
      confirmed    INTEGER NOT NULL,
      retracted    INTEGER NOT NULL,
      used         INTEGER NOT NULL,
      not_now      INTEGER NOT NULL,
      wrong        INTEGER NOT NULL,
      PRIMARY KEY (from_at, place_id, rule_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE figures_held (
      from_at  REAL NOT NULL REFERENCES figures_days ON DELETE CASCADE,
      place_id INTEGER NOT NULL,
      rule_id  TEXT NOT NULL,
      reason   TEXT NOT NULL,
      outcomes INTEGER NOT NULL,
      PRIMARY KEY (from_at, place_id, rule_id, reason)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE figures_heard (
      only  INTEGER PRIMARY KEY CHECK (only = 1),
      up_to REAL NOT NULL
    ) STRICT;

    CREATE INDEX feedback_by_time ON feedback (said_at);
    CREATE INDEX outcomes_by_rule ON outcomes (substr(rule, 1, instr(rule, '@') - 1), created_at);
  `,
}
