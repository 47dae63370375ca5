/** `npm run bench -- NAME`: runs one benchmark. Each prints a table and ends with one JSON line of its goals. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchResult } from './goals.ts'

const SUFFIX = '.bench.ts'

const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
const [name = ''] = process.argv.slice(2)
if (!names.includes(name)) {
  console.error(`which benchmark? npm run bench -- ${names.join('|')}`)
  process.exit(2)
}
const bench = (await import(join(import.meta.dirname, `${name}${SUFFIX}`))) as {
  run: () => Promise<BenchResult>
}
const { goals } = await bench.run()
console.log(JSON.stringify({ goals }))
process.exitCode = Object.values(goals).every(({ ok }) => ok) ? 0 : 1
