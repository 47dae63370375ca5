import { z } from 'zod'
import { phraseOf, type PhraseLists } from '../../language/phrases/phrase.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { Filing } from '../wrap-up/filing.ts'
import { id, phrasesForm } from './forms.ts'

const MOST_CHOICES = 100

interface DispositionsFile {
  readonly promises: readonly string[]
  readonly dispositions: readonly {
    readonly id: string
    readonly title: string
    readonly rules: readonly string[]
    readonly codes: readonly string[]
    readonly phrases: readonly string[]
  }[]
}

export interface ReadFiling {
  readonly source: YamlSource
  /** Null when the file has a fault. */
  readonly filing: Filing | null
  readonly faults: readonly FileFault[]
}

/** Reads `dispositions.yaml`: how calls may be filed, and by which words something is promised. */
export function readFiling(file: string, text: string, lists: PhraseLists): ReadFiling {
  const { source, value, faults } = readYaml({ file, text, schema: dispositionsSchema(lists) })
  if (value === null) return { source, filing: null, faults }
  const { dispositions, promises } = value
  const found = dispositions.flatMap((each, at): readonly FileFault[] => {
    if (dispositions.findIndex((other) => other.id === each.id) === at) return []
    const message = `the disposition "${each.id}" stands in this list already, expected an id of its own`
    const place = source.placeOf(['dispositions', at, 'id'])
    return [{ ...place, check: 'duplicate-id', severity: 'error', message }]
  })
  const phrases = (texts: readonly string[]) => texts.map((each) => phraseOf(each, lists))
  const filing: Filing = {
    promises: phrases(promises),
    choices: dispositions.map((each) => ({
      dispositionId: each.id,
      title: each.title,
      rules: each.rules,
      codes: each.codes,
      phrases: phrases(each.phrases),
    })),
  }
  return { source, filing: found.length === 0 ? filing : null, faults: found }
}

/** The form of `dispositions.yaml`; `rules/schema/dispositions.schema.json` is generated from it. */
export function dispositionsSchema(lists: PhraseLists): z.ZodType<DispositionsFile> {
  const names = z.array(z.string().min(1).max(100)).max(50).default([])
  return z.strictObject({
    promises: phrasesForm(lists),
    dispositions: z
      .array(
        z.strictObject({
          id,
          title: z.string().min(1).max(60),
          rules: names,
          codes: names,
          phrases: phrasesForm(lists).default([]),
        }),
      )
      .min(1)
      .max(MOST_CHOICES),
  })
}
