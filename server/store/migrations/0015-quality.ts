import type { Migration } from '../migrate.ts'

/**
 * The call that a kept start goes on with. As text, because only so an index over it is compared with ids; whoever edited
 * the file by hand and broke a row has broken that row alone.
 */
export const CONTINUED_CALL = `CAST(iif(json_valid(body), body ->> '$.continues.callId', NULL) AS TEXT)`

/** Stands among the sums of items for all places together. No place has this number. */
export const EVERYWHERE = 0

/** Columns of the sums, in the order of their tables. */
const RESOLUTION_SUMS = ['first', 'open', 'repeated', 'unknown']
const CARD_SUMS = ['calls', 'scored', 'score_sum', 'failed', 'duration_sum', ...RESOLUTION_SUMS]
const ITEM_SUMS = ['met', 'missed', 'not_applicable']

/** What a card adds to each of `CARD_SUMS`. */
function amountsOf(card: 'NEW' | 'OLD'): string {
  const own = ['1', `${card}.score IS NOT NULL`, `coalesce(${card}.score, 0)`]
  const resolutions = RESOLUTION_SUMS.map((name) => `${card}.resolution = '${name}'`)
  return [...own, `${card}.failed`, `${card}.duration_ms`, ...resolutions].join(', ')
}

/** What an item of `json_each` adds to each of `ITEM_SUMS`. */
const ITEM_AMOUNTS = ['met', 'missed', 'not-applicable']
  .map((result) => `item.value ->> 1 = '${result}'`)
  .join(', ')

function changed(sign: '+' | '-', sums: readonly string[]): string {
  return sums.map((name) => `${name} = ${name} ${sign} excluded.${name}`).join(', ')
}

/** Adds a card to the sums of its day and place, or takes it out again. */
function count(card: 'NEW' | 'OLD', sign: '+' | '-'): string {
  return `
      INSERT INTO quality_days VALUES (${card}.day, ${card}.place_id, ${amountsOf(card)})
      ON CONFLICT DO UPDATE SET ${changed(sign, CARD_SUMS)};
      INSERT INTO quality_item_days
      SELECT ${card}.day, place.value, item.value ->> 0, ${ITEM_AMOUNTS}
      FROM json_each(${card}.results) AS item, json_each(json_array(${EVERYWHERE}, ${card}.place_id)) AS place WHERE true
      ON CONFLICT DO UPDATE SET ${changed(sign, ITEM_SUMS)};`
}

/**
 * Score cards of calls, and their sums by day and place, which triggers keep as cards come, change and go: a report over
 * a year reads days, not calls. What filters and sums need lies apart from the moments, which are ten times as large.
 * An empty text stands for nobody. `results` is JSON, `[[item_no, "met"]…]`. The index over `call_events` finds the
 * calls that another one goes on with.
 */
export const quality: Migration = {
  version: 15,
  sql: `
    CREATE TABLE quality_places (
      place_id INTEGER PRIMARY KEY,
      site     TEXT NOT NULL,
      team     TEXT NOT NULL,
      agent_id TEXT NOT NULL,
      queue    TEXT NOT NULL,
      UNIQUE (site, team, agent_id, queue)
    ) STRICT;
    CREATE INDEX quality_places_by_agent ON quality_places (agent_id);

    CREATE TABLE quality_forms (
      card_hash TEXT PRIMARY KEY,
      items     TEXT NOT NULL
    ) STRICT;
    CREATE TABLE quality_items (
      item_no  INTEGER PRIMARY KEY,
      item_id  TEXT NOT NULL UNIQUE,
      title    TEXT NOT NULL,
      section  TEXT NOT NULL,
      critical INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE quality_cards (
      card_no     INTEGER PRIMARY KEY,
      call_id     TEXT NOT NULL UNIQUE REFERENCES calls ON DELETE CASCADE,
      card_hash   TEXT NOT NULL REFERENCES quality_forms,
      place_id    INTEGER NOT NULL REFERENCES quality_places,
      scored_at   REAL NOT NULL,
      started_at  REAL NOT NULL,
      day         INTEGER NOT NULL,
      duration_ms REAL NOT NULL,
      score       REAL,
      failed      INTEGER NOT NULL,
      results     TEXT NOT NULL,
      reason      TEXT,
      resolution  TEXT NOT NULL,
      repeated_by TEXT
    ) STRICT;
    CREATE INDEX quality_cards_by_start ON quality_cards (started_at);
    CREATE INDEX quality_cards_by_place ON quality_cards (place_id, started_at);
    CREATE INDEX quality_cards_by_score ON quality_cards (day, score);
    CREATE INDEX quality_cards_open ON quality_cards (started_at) WHERE resolution = 'open';
    CREATE TABLE quality_moments (
      card_no INTEGER PRIMARY KEY REFERENCES quality_cards ON DELETE CASCADE,
      body    TEXT NOT NULL
    ) STRICT;

    CREATE TABLE quality_days (
      day          INTEGER NOT NULL,
      place_id     INTEGER NOT NULL,
      calls        INTEGER NOT NULL,
      scored       INTEGER NOT NULL,
      score_sum    REAL NOT NULL,
      failed       INTEGER NOT NULL,
      duration_sum REAL NOT NULL,
      first        INTEGER NOT NULL,
      open         INTEGER NOT NULL,
      repeated     INTEGER NOT NULL,
      unknown      INTEGER NOT NULL,
      PRIMARY KEY (day, place_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE quality_item_days (
      day            INTEGER NOT NULL,
      place_id       INTEGER NOT NULL,
      item_no        INTEGER NOT NULL,
      met            INTEGER NOT NULL,
      missed         INTEGER NOT NULL,
      not_applicable INTEGER NOT NULL,
      PRIMARY KEY (day, place_id, item_no)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER quality_card_comes AFTER INSERT ON quality_cards BEGIN ${count('NEW', '+')} END;
    CREATE TRIGGER quality_card_goes AFTER DELETE ON quality_cards BEGIN ${count('OLD', '-')} END;
    CREATE TRIGGER quality_card_resolved AFTER UPDATE OF resolution ON quality_cards BEGIN
      UPDATE quality_days SET ${RESOLUTION_SUMS.map(
        (name) => `${name} = ${name} - (OLD.resolution = '${name}') + (NEW.resolution = '${name}')`,
      ).join(', ')}
      WHERE day = NEW.day AND place_id = NEW.place_id;
    END;

    CREATE INDEX call_events_continued ON call_events (${CONTINUED_CALL})
      WHERE type = 'start';
  `,
}
