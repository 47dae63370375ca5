import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { SampleCallReference } from '../../agent-console/sample-calls/sample-call.ts'

const FOLDER = resolve(import.meta.dirname, '../../agent-console/sample-calls')

export interface SampleCallFile {
  readonly wav: string
  readonly reference: SampleCallReference
}

/** One of the project's own calls: its recording and what is said in it. */
export async function sampleCall(id: string): Promise<SampleCallFile> {
  const reference = JSON.parse(await readFile(join(FOLDER, `${id}.json`), 'utf8')) as SampleCallReference
  return { wav: join(FOLDER, `${id}.wav`), reference }
}

/** All of the project's own calls; throws when there are fewer than six. */
export async function allSampleCalls(): Promise<readonly SampleCallFile[]> {
  const ids = (await readdir(FOLDER)).filter((name) => name.endsWith('.wav')).map((name) => name.slice(0, -4))
  if (ids.length < 6) throw new Error(`expected at least six sample calls in ${FOLDER}, found ${ids.length}`)
  return Promise.all(ids.toSorted().map((id) => sampleCall(id)))
}

/** Everything that one party says in a call, in order. */
export function saidBy(reference: SampleCallReference, party: 'agent' | 'customer'): string {
  return reference.turns
    .filter((turn) => turn.party === party)
    .map((turn) => turn.text)
    .join(' ')
}
