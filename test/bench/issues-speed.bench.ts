import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, type BenchResult } from './goals.ts'
import type { SpeedResult } from './issues/speed-main.ts'
import { figure, printTable } from './measure/table.ts'

const MAIN = join(import.meta.dirname, 'issues/speed-main.ts')

/** Contacts a second of CPU time and memory, with 10,000 codes and all pairs of words, beside exact maps. */
export async function run({ quick }: BenchOptions): Promise<BenchResult> {
  const contacts = quick ? 60_000 : 400_000
  const ours = await runSide('ours', contacts)
  const plain = await runSide('plain', contacts)
  console.log(`${contacts} contacts of one code each, 12,000 an hour of their own time, 10,000 codes`)
  printTable(
    ['', 'contacts/s', 'heap and arrays MB', 'resident MB', 'sightings refused'],
    [row('Earshot', ours), row('exact maps', plain)],
  )
  console.log(
    `ratio: ${figure(ours.contactsPerSecond / plain.contactsPerSecond, 2)} of the speed, ${figure(ours.heapMb / plain.heapMb, 2)} of the memory`,
  )
  return {
    goals: {
      issues_contacts_per_second: atLeast(ours.contactsPerSecond, 20_000),
      issues_memory_mb: atMost(ours.heapMb, 64),
    },
  }
}

async function runSide(side: 'ours' | 'plain', contacts: number): Promise<SpeedResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, side, String(contacts)])
  return JSON.parse(stdout) as SpeedResult
}

function row(
  name: string,
  { contactsPerSecond, heapMb, residentMb, refused }: SpeedResult,
): readonly string[] {
  return [name, figure(contactsPerSecond), figure(heapMb, 1), figure(residentMb, 1), figure(refused)]
}
