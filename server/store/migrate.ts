import type { DatabaseSync } from 'node:sqlite'

/** One step of the schema. */
export interface Migration {
  /** Ascends by one; the file is named for it. */
  readonly version: number
  readonly sql: string
}

/** Marks a database file as Earshot's (`PRAGMA application_id`): "EARS" in ASCII. */
const APPLICATION_ID = 0x45415253

/** Why a database cannot be used; one clause that follows its path. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused'
}

/**
 * Brings the database to the newest schema, all steps in one transaction: another process that opens the
 * same file waits, and a failure half way leaves it as it was.
 * @returns The versions before and after.
 * @throws SchemaRefused when the file belongs to another program or to a newer version of this one.
 */
export function migrate(
  database: DatabaseSync,
  migrations: readonly Migration[],
): { readonly from: number; readonly to: number } {
  const newest = migrations.at(-1)?.version ?? 0
  database.exec('BEGIN IMMEDIATE')
  try {
    const from = readPragma(database, 'user_version')
    const applicationId = readPragma(database, 'application_id')
    const empty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
    if (applicationId !== APPLICATION_ID && !empty) {
      throw new SchemaRefused('it is the database of another program')
    }
    if (from > newest) {
      throw new SchemaRefused(
        `its schema is ${from} and this version knows none after ${newest}; update Earshot`,
      )
    }
    for (const { version, sql } of migrations) {
      if (version > from) database.exec(sql)
    }
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${newest}; COMMIT`)
    return { from, to: newest }
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw thrown
  }
}

function readPragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  const value = database.prepare(`PRAGMA ${name}`).get()?.[name]
  return typeof value === 'number' ? value : 0
}
