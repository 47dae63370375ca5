import type { Migration } from '../migrate.ts'

/** Which of two prompts comes first; rows of earlier versions come in the middle. */
export const outcomePriority: Migration = {
  version: 7,
  sql: `ALTER TABLE outcomes ADD COLUMN priority INTEGER NOT NULL DEFAULT 50;`,
}
