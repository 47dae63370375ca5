import type { Migration } from '../migrate.ts'

/**
 * Where calls are, or were last: site and team. Outcomes and cases have it again, so that what is asked of one team
 * is found by an index and not by looking through everybody's. A case of many calls has several places.
 */
export const places: Migration = {
  version: 14,
  sql: `
    ALTER TABLE calls ADD COLUMN site TEXT;
    ALTER TABLE calls ADD COLUMN team TEXT;
    CREATE INDEX calls_by_site ON calls (site, started_at) WHERE site IS NOT NULL;
    CREATE INDEX calls_by_team ON calls (team, started_at) WHERE team IS NOT NULL;

    ALTER TABLE outcomes ADD COLUMN site TEXT;
    ALTER TABLE outcomes ADD COLUMN team TEXT;
    CREATE INDEX outcomes_by_site ON outcomes (site, created_at, kind) WHERE site IS NOT NULL;
    CREATE INDEX outcomes_by_team ON outcomes (team, created_at, kind) WHERE team IS NOT NULL;

    CREATE TABLE case_places (
      case_id   TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
      site      TEXT,
      team      TEXT,
      opened_at REAL NOT NULL
    ) STRICT;
    CREATE INDEX case_places_by_case ON case_places (case_id);
    CREATE INDEX case_places_by_site ON case_places (site, opened_at) WHERE site IS NOT NULL;
    CREATE INDEX case_places_by_team ON case_places (team, opened_at) WHERE team IS NOT NULL;
  `,
}
