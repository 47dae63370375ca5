import { basename } from 'node:path'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { readYaml } from '../../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import type { PhraseLists } from '../../../language/phrases/phrase.ts'
import type { Calendar, PhraseGroup } from '../../compile/rule.ts'
import { nameOf } from '../folder.ts'
import type { RuleContext } from '../rule-context.ts'
import { calendarFileSchema, toCalendar } from './calendar-file.ts'
import { listFileSchema } from './list-file.ts'
import { phasesFileSchema, toClosing } from './phases-file.ts'

/** A file as it was read from the disk. */
export interface ReadFile {
  readonly file: string
  readonly text: string
}

/** What all files of one kind say. */
interface Named<T> {
  readonly value: T
  readonly sources: readonly YamlSource[]
  readonly faults: readonly FileFault[]
}

/** What stands for a list or a calendar whose own file has a fault: that is told once, there, and nothing is used. */
const STAND_IN = {
  words: ['a'],
  calendar: (name: string): Calendar => ({ name, zone: 'UTC', hours: [], holidays: [] }),
}

/** The lists and calendars of a folder, by the names of their files. */
export function readNamed(files: {
  readonly lists: readonly ReadFile[]
  readonly calendars: readonly ReadFile[]
}): Named<RuleContext> {
  const lists = new Map<string, readonly string[]>()
  const calendars = new Map<string, Calendar>()
  const sources: YamlSource[] = []
  const faults: FileFault[] = []
  for (const { file, text } of files.lists) {
    const read = readYaml({ file, text, schema: listFileSchema })
    sources.push(read.source)
    faults.push(...read.faults, ...misnamed(read.source, ['list', read.value?.list]))
    lists.set(nameOf(file), read.value?.words ?? STAND_IN.words)
  }
  for (const { file, text } of files.calendars) {
    const read = readYaml({ file, text, schema: calendarFileSchema })
    sources.push(read.source)
    faults.push(...read.faults, ...misnamed(read.source, ['calendar', read.value?.calendar]))
    const name = nameOf(file)
    calendars.set(name, read.value === null ? STAND_IN.calendar(name) : toCalendar(read.value))
  }
  return { value: { lists, calendars }, sources, faults }
}

/** `phases.yaml`; null without one. */
export function readPhases(files: readonly ReadFile[], lists: PhraseLists): Named<PhraseGroup | null> {
  const [only] = files
  if (only === undefined) return { value: null, sources: [], faults: [] }
  const { source, value, faults } = readYaml({ ...only, schema: phasesFileSchema(lists) })
  return { value: value === null ? null : toClosing(value, lists), sources: [source], faults }
}

function misnamed(
  source: YamlSource,
  [key, name]: readonly [key: string, name: string | undefined],
): readonly FileFault[] {
  if (name === undefined || name === nameOf(source.file)) return []
  const message = `the ${key} "${name}" is not the name of the file, expected the file to be called ${name}.yaml instead of ${basename(source.file)}`
  return [{ ...source.placeOf([key]), check: 'file-name', severity: 'error', message }]
}
