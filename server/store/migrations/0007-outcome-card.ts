import type { Migration } from '../migrate.ts'

/** Which of two prompts comes first, and what its card has beside the text; rows of earlier versions come in the middle. */
export const outcomeCard: Migration = {
  version: 7,
  sql: `
    ALTER TABLE outcomes ADD COLUMN priority INTEGER NOT NULL DEFAULT 50;
    ALTER TABLE outcomes ADD COLUMN card TEXT;
  `,
}
