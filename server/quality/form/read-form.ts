import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { RuleRef, RuleStatus } from '../../contracts/match.ts'
import { parseDuration } from '../../platform/duration.ts'
import { nearestName } from '../../platform/nearest-name.ts'
import { byPlace, type FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import { readText } from '../../platform/yaml/yaml-files.ts'
import type { Path, YamlSource } from '../../platform/yaml/yaml-source.ts'
import { scoreCardSchema, type ScoreCardEntry, type ScoreCardFile } from './form-schema.ts'
import type { Applies, ByChecklist, ByRules, FormItem, ScoreForm } from './score-form.ts'

/** Within the rules folder. */
export const SCORE_CARD_FILE = join('quality', 'score-card.yaml')

/** What items may name. */
export interface KnownNames {
  readonly rules: readonly Pick<RuleRef, 'id' | 'status'>[]
  /** Ids of checklists, with the ids of their items. */
  readonly checklists: ReadonlyMap<string, readonly string[]>
}

export interface ReadForm {
  /** Null when there is no file: nothing is scored. */
  readonly source: YamlSource | null
  /** Null when there is no file, or none can be made of it. Items that name what is not there never apply. */
  readonly form: ScoreForm | null
  /** By place; paths begin with the folder that was given. */
  readonly faults: readonly FileFault[]
}

/** Reads the score card of a rules folder. Never rejects: what is wrong is in `faults`. */
export async function readForm(rulesDir: string, known: KnownNames): Promise<ReadForm> {
  const file = join(rulesDir, SCORE_CARD_FILE)
  const read = await readText(file)
  if ('check' in read) {
    // A site without a score card scores nothing, which is no fault.
    const faults = read.message.includes('(ENOENT)') ? [] : [read]
    return { source: null, form: null, faults }
  }
  return parseForm(file, read.text, known)
}

export function parseForm(file: string, text: string, known: KnownNames): ReadForm {
  const { source, value, faults } = readYaml({ file, text, schema: scoreCardSchema })
  if (value === null) return { source, form: null, faults }
  const entries = value.sections.flatMap(({ items, title }, section) =>
    items.map((entry, at) => ({ entry, section: title, path: ['sections', section, 'items', at] })),
  )
  const duplicates = [
    ...twice(source, value),
    ...entries.flatMap(({ entry, path }, at) =>
      taken(source, { entry, path, earlier: entries.slice(0, at).map((each) => each.entry.id) }),
    ),
  ]
  const names = entries.flatMap(({ entry, path }) => unknownNames(source, { entry, path, known }))
  const form: ScoreForm = {
    hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
    title: value.title,
    items: entries.map(({ entry, section }) => toItem(entry, section)),
  }
  const found = [...duplicates, ...names].toSorted(byPlace)
  return { source, form: duplicates.length > 0 ? null : form, faults: found }
}

function toItem(entry: ScoreCardEntry, section: string): FormItem {
  const { id: itemId, title, weight, critical } = entry
  return { itemId, title, section, weight, critical, applies: toApplies(entry), by: toDecision(entry) }
}

function toApplies({ applies = {} }: ScoreCardEntry): Applies {
  const longerThan = applies['longer-than']
  return {
    queues: applies.queue ?? null,
    attributes: new Map(Object.entries(applies.attributes ?? {})),
    longerThanMs: longerThan === undefined ? null : parseDuration(longerThan),
    fired: applies.fired ?? null,
    checklist: applies.checklist ?? null,
  }
}

function toDecision(entry: ScoreCardEntry): ByRules | ByChecklist {
  if ('checklist' in entry) {
    const { checklist, item = null } = entry
    return { type: 'checklist', checklist, item, inTime: entry['in-time'] }
  }
  const { rules, fired } = entry
  const notFired = entry['not-fired'] ?? (fired === 'met' ? 'missed' : 'met')
  return { type: 'rules', rules, fired, notFired, shadow: entry.shadow === 'counts' }
}

function twice(source: YamlSource, { sections }: ScoreCardFile): readonly FileFault[] {
  return sections.flatMap(({ id }, at) => {
    const earlier = sections.slice(0, at).some((section) => section.id === id)
    return earlier ? [duplicate(source, ['sections', at, 'id'], `the section "${id}"`)] : []
  })
}

interface Placed {
  readonly entry: ScoreCardEntry
  readonly path: Path
}

/** Ids are one name space: figures are told apart by them, whatever their section. */
function taken(
  source: YamlSource,
  { entry, path, earlier }: Placed & { readonly earlier: readonly string[] },
): readonly FileFault[] {
  return earlier.includes(entry.id) ? [duplicate(source, [...path, 'id'], `the item "${entry.id}"`)] : []
}

function duplicate(source: YamlSource, path: Path, what: string): FileFault {
  const message = `${what} stands in this file already, expected an id of its own`
  return { ...source.placeOf(path), check: 'duplicate-id', severity: 'error', message }
}

function unknownNames(
  source: YamlSource,
  { entry, path, known }: Placed & { readonly known: KnownNames },
): readonly FileFault[] {
  const { applies } = entry
  const rules = [
    ...('rules' in entry ? entry.rules.map((id, at) => ({ id, path: [...path, 'rules', at] })) : []),
    ...(applies?.fired ?? []).map((id, at) => ({ id, path: [...path, 'applies', 'fired', at] })),
  ]
  const lists = [
    ...('checklist' in entry ? [{ id: entry.checklist, path: [...path, 'checklist'] }] : []),
    ...(applies?.checklist === undefined
      ? []
      : [{ id: applies.checklist, path: [...path, 'applies', 'checklist'] }]),
  ]
  const ruleIds = known.rules.map(({ id }) => id)
  return [
    ...rules.flatMap((named) => unknown(source, { ...named, what: 'rule', among: ruleIds })),
    ...rules.flatMap((named) => idle(source, named, known)),
    ...lists.flatMap((named) =>
      unknown(source, { ...named, what: 'checklist', among: [...known.checklists.keys()] }),
    ),
    ...('checklist' in entry ? unknownItem(source, { entry, path, known }) : []),
  ]
}

function unknownItem(
  source: YamlSource,
  {
    entry: { checklist, item },
    path,
    known,
  }: Omit<Placed, 'entry'> & {
    readonly entry: { readonly checklist: string; readonly item?: string | undefined }
    readonly known: KnownNames
  },
): readonly FileFault[] {
  const among = known.checklists.get(checklist)
  if (item === undefined || among === undefined) return []
  return unknown(source, { id: item, path: [...path, 'item'], what: `item of "${checklist}"`, among })
}

interface Named {
  readonly id: string
  readonly path: Path
}

function unknown(
  source: YamlSource,
  { id, path, what, among }: Named & { readonly what: string; readonly among: readonly string[] },
): readonly FileFault[] {
  if (among.includes(id)) return []
  const near = nearestName(id, among)
  const hint = near === null ? '' : `; did you mean "${near}"?`
  const message = `there is no ${what} called "${id}", expected one that is there${hint}`
  return [{ ...source.placeOf(path), check: 'unknown-name', severity: 'error', message }]
}

function idle(source: YamlSource, { id, path }: Named, { rules }: KnownNames): readonly FileFault[] {
  const status = rules.find((rule) => rule.id === id)?.status
  if (status === undefined || isRun(status)) return []
  const message = `the rule "${id}" is ${status} and never fires, expected one that is live or in shadow`
  return [{ ...source.placeOf(path), check: 'idle-rule', severity: 'warning', message }]
}

/** Whether a rule is evaluated at all. */
export function isRun(status: RuleStatus): boolean {
  return status === 'live' || status === 'shadow'
}
