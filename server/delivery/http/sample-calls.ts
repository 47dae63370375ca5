import { readFile, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../../platform/log.ts'
import { normaliseError } from '../../platform/normalise-error.ts'

/** A recording that the console can play. */
export interface Sample {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly durationMs: number
  readonly url: string
}

export interface FoundSample extends Sample {
  /** Name of the recording within the folder. */
  readonly file: string
}

const reference = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  title: z.string().min(1),
  description: z.string(),
  durationMs: z.number().positive(),
})

/** The sample calls of a folder: each `NAME.wav` with a `NAME.json` beside it. No folder, no samples. */
export async function findSamples(options: {
  readonly folder: string
  readonly log: Log
}): Promise<readonly FoundSample[]> {
  const names = new Set(await readdir(options.folder).catch(() => []))
  const stems = [...names]
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'))
    .filter((stem) => names.has(`${stem}.wav`))
    .sort()
  const samples = await Promise.all(stems.map((stem) => readSample({ ...options, stem })))
  return samples.filter((sample) => sample !== null)
}

async function readSample(input: { folder: string; log: Log; stem: string }): Promise<FoundSample | null> {
  const file = `${input.stem}.json`
  try {
    const parsed = reference.parse(JSON.parse(await readFile(join(input.folder, file), 'utf8')))
    return { ...parsed, url: `/v1/samples/${parsed.id}.wav`, file: `${input.stem}.wav` }
  } catch (thrown) {
    input.log.warn({ file, reason: normaliseError(thrown).name }, 'A sample call was left out.')
    return null
  }
}
