import { z } from 'zod'
import type { Party } from '../../contracts/call.ts'
import { phraseOf, type PhraseLists } from '../../language/phrases/phrase.ts'
import { parseDuration } from '../../platform/duration.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { Checklist, Spoken } from '../checklists/checklist.ts'
import { idOf } from './folder.ts'
import { id, owner, phrasesForm, withinForm } from './forms.ts'

const MOST_ITEMS = 20

interface SaidForm {
  readonly speaker: Party | 'any'
  readonly phrases: readonly string[]
}

interface ItemForm extends SaidForm {
  readonly id: string
  readonly text: string
  readonly required: boolean
  readonly within?: string | undefined
}

interface ChecklistFile {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly owner: string
  readonly ordered: boolean
  readonly applies: {
    readonly always?: true | undefined
    readonly attributes?: Readonly<Record<string, readonly string[]>> | undefined
    readonly said?: SaidForm | undefined
  }
  readonly items: readonly ItemForm[]
}

/** The form of a file in `checklists/` whose phrases may use these lists; `rules/schema/checklist.schema.json` is generated from it. */
export function checklistSchema(lists: PhraseLists): z.ZodType<ChecklistFile> {
  const speaker = z.enum(['agent', 'customer', 'any'])
  const phrases = phrasesForm(lists)
  return z.strictObject({
    id,
    version: z.int().min(1),
    title: z.string().min(1).max(60),
    owner,
    ordered: z.boolean().default(false),
    applies: z
      .strictObject({
        always: z.literal(true).optional(),
        attributes: z.record(z.string().min(1).max(128), z.array(z.string()).min(1)).optional(),
        said: z.strictObject({ speaker, phrases }).optional(),
      })
      .refine((value) => Object.keys(value).length > 0, 'expected one of always, attributes, said'),
    items: z
      .array(
        z.strictObject({
          id,
          text: z.string().min(1).max(120),
          speaker: speaker.default('agent'),
          required: z.boolean().default(true),
          within: withinForm.optional(),
          phrases,
        }),
      )
      .min(1)
      .max(MOST_ITEMS),
  })
}

export interface ReadChecklist {
  readonly source: YamlSource
  /** Null when the file has a fault. */
  readonly checklist: Checklist | null
  readonly faults: readonly FileFault[]
}

export function readChecklist(file: string, text: string, lists: PhraseLists): ReadChecklist {
  const { source, value, faults } = readYaml({ file, text, schema: checklistSchema(lists) })
  if (value === null) return { source, checklist: null, faults }
  const found = [...misnamed(file, source, value), ...twice(source, value)]
  return { source, checklist: found.length === 0 ? toChecklist(value, lists) : null, faults: found }
}

function toChecklist(file: ChecklistFile, lists: PhraseLists): Checklist {
  const { applies, items, ...rest } = file
  const said = ({ speaker, phrases }: SaidForm): Spoken => ({
    speaker: speaker === 'any' ? null : speaker,
    phrases: phrases.map((phrase) => phraseOf(phrase, lists)),
  })
  return {
    ...rest,
    applies: {
      always: applies.always === true,
      attributes: new Map(Object.entries(applies.attributes ?? {})),
      said: applies.said === undefined ? null : said(applies.said),
    },
    items: items.map((item) => ({
      id: item.id,
      text: item.text,
      required: item.required,
      withinMs: item.within === undefined ? null : parseDuration(item.within),
      said: said(item),
    })),
  }
}

function misnamed(file: string, source: YamlSource, form: ChecklistFile): readonly FileFault[] {
  if (idOf(file) === form.id) return []
  const message = `the id "${form.id}" is not the name of the file, expected the file to be called ${form.id}.yaml`
  return [{ ...source.placeOf(['id']), check: 'file-name', severity: 'error', message }]
}

function twice(source: YamlSource, { items }: ChecklistFile): readonly FileFault[] {
  return items.flatMap((item, at): readonly FileFault[] => {
    if (items.findIndex((other) => other.id === item.id) === at) return []
    const message = `the item "${item.id}" stands in this list already, expected an id of its own`
    return [{ ...source.placeOf(['items', at, 'id']), check: 'duplicate-id', severity: 'error', message }]
  })
}
