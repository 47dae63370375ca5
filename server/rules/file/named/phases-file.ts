import { z } from 'zod'
import type { PhraseLists } from '../../../language/phrases/phrase.ts'
import type { PhraseGroup } from '../../compile/rule.ts'
import type { SpokenForm } from '../forms/condition-form.ts'
import { spokenForm } from '../forms/spoken.ts'
import { readGroup } from '../read/read-words.ts'

export interface PhasesFile {
  readonly closing: SpokenForm
}

/** The form of `phases.yaml`: the words by which a call turns to its farewell. */
export function phasesFileSchema(lists: PhraseLists): z.ZodType<PhasesFile> {
  return z.strictObject({
    closing: spokenForm(lists).meta({ description: 'What is said when a call comes to its end.' }),
  })
}

export function toClosing(file: PhasesFile, lists: PhraseLists): PhraseGroup {
  const reader = { lists, calendars: new Map(), timing: 'settled' as const, paths: new Map(), faults: [] }
  return readGroup(reader, file.closing, ['closing'])
}
