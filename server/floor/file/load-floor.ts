import { byPlace, hasErrors, type FileFault } from '../../platform/yaml/file-fault.ts'
import { readText } from '../../platform/yaml/yaml-files.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { EMPTY_PLAN, type FloorPlan } from '../floor-plan.ts'
import { findFloorFiles } from './folder.ts'
import { readFloor } from './read-floor.ts'

export interface LoadedFloor {
  /** Where `ok` is not so: what could be read of it, wrong names left aside; nothing when it has another form. */
  readonly plan: FloorPlan
  /** Whether there is a file at all. */
  readonly isThere: boolean
  /** What stands in it; null: nothing that can be read. */
  readonly text: string | null
  readonly sources: readonly YamlSource[]
  /** Paths begin with the folder that was given. */
  readonly faults: readonly FileFault[]
  readonly ok: boolean
}

/** Reads `floor.yaml` of a rules folder, which need not be there. Never rejects: what is wrong is in `faults`. */
export async function loadFloor(rulesDir: string): Promise<LoadedFloor> {
  const { floor, rules, faults: found } = await findFloorFiles(rulesDir)
  const file = floor === null ? null : await readText(floor)
  const text = file !== null && 'text' in file ? file.text : null
  const read = floor === null || text === null ? NOTHING : readFloor(floor, text, rules)
  const faults = [...found, ...(file !== null && 'check' in file ? [file] : []), ...read.faults]
  return {
    plan: read.plan ?? EMPTY_PLAN,
    isThere: floor !== null,
    text,
    sources: read.source === null ? [] : [read.source],
    faults: faults.toSorted(byPlace),
    ok: !hasErrors(faults),
  }
}

const NOTHING = { source: null, plan: null, faults: [] }
