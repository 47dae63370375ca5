/** Holds the README's table of settings against the code; `--write` puts the right one there. */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { settingsSchema } from '../../server/app/settings.ts'
import { listSettings } from '../../server/platform/config.ts'
import { renderTable } from '../../server/platform/config-table.ts'
import { putTable } from './readme-table.ts'

const path = resolve(import.meta.dirname, '../../README.md')
const readme = await readFile(path, 'utf8')
const wanted = putTable(readme, renderTable(settingsSchema))

if (process.argv.includes('--write')) await writeFile(path, wanted)
const fresh = process.argv.includes('--write') || readme === wanted
console.log(
  fresh
    ? `settings: ${listSettings(settingsSchema).length} in the README as in the code`
    : 'settings: the table in the README is not that of the code; run npm run config:table',
)
process.exitCode = fresh ? 0 : 1
