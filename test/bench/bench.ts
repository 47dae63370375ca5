/**
 * `npm run bench -- NAME… [--quick]`: runs benchmarks one after another. Each prints its tables; the last line
 * is one JSON object with the goals of all.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { normaliseError } from '../../server/platform/normalise-error.ts'
import { readCommand, type BenchCommand, type BenchOptions } from './bench-options.ts'
import { type BenchResult, type Goal } from './goals.ts'

const SUFFIX = '.bench.ts'
/** In an order in which each may use what those before it found. */
const RECOGNITION = ['cost', 'capacity', 'memory', 'load-delay', 'soak', 'settle']

const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .toSorted()
const recognition = RECOGNITION.filter((name) => names.includes(name))
const groups: Readonly<Record<string, readonly string[]>> = { recognition, all: recognition }

const command = readOrExit()
const chosen = command.names.flatMap((name) => groups[name] ?? [name])
const unknown = chosen.filter((name) => !names.includes(name))
if (chosen.length === 0 || unknown.length > 0) {
  for (const name of unknown) console.error(`there is no benchmark ${name}`)
  const print = unknown.length > 0 ? console.error : console.log
  print('npm run bench -- NAME… [--quick]; what each means is in test/bench/README.md')
  for (const name of names) print(`  ${name}`)
  for (const [group, members] of Object.entries(groups)) print(`  ${group} = ${members.join(', ')}`)
  process.exit(unknown.length > 0 ? 2 : 0)
}

const goals: Record<string, Goal> = {}
for (const name of chosen) {
  if (chosen.length > 1) console.log(`\n=== ${name} ===\n`)
  Object.assign(goals, await runOne(name))
}
console.log(JSON.stringify({ goals }))
process.exitCode = Object.values(goals).every(({ ok }) => ok) ? 0 : 1

function readOrExit(): BenchCommand {
  try {
    return readCommand(process.argv.slice(2))
  } catch (thrown) {
    console.error(normaliseError(thrown).message)
    process.exit(2)
  }
}

/** One that fails does not keep those after it from being measured; it is a goal that was not met. */
async function runOne(name: string): Promise<BenchResult['goals']> {
  try {
    const bench = (await import(join(import.meta.dirname, `${name}${SUFFIX}`))) as {
      run: (options: BenchOptions) => Promise<BenchResult>
    }
    return (await bench.run(command.options)).goals
  } catch (thrown) {
    console.error(normaliseError(thrown).stack)
    return { [`${name}_ran`]: { value: 0, goal: '= 1', ok: false } }
  }
}
