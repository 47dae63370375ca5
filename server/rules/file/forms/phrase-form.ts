import { z } from 'zod'
import { SLOT_NAMES, parsePhrase, type PhraseLists } from '../../../language/phrases/phrase.ts'
import { nearestName } from '../../../platform/nearest-name.ts'
import { listNamesIn } from './list-names.ts'

const MAX_PHRASES = 200

/** A text in the phrase language; `lists` are the named lists that it may use. */
export function phraseForm(lists: PhraseLists): z.ZodString {
  return z
    .string()
    .check((context) => {
      const fault = phraseFault(context.value, lists)
      if (fault === null) return
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: fault.message,
        params: { offset: fault.offset, check: 'phrase' },
      })
    })
    .meta({
      description: 'Words as the recogniser writes them: lower case, no punctuation, numbers spelled out.',
      examples: [
        'cancel my account',
        '(cancel|close down) my account',
        '~cancel ... account',
        '<amount> back',
      ],
    })
}

export function phrasesForm(lists: PhraseLists): z.ZodArray<z.ZodString> {
  return z
    .array(phraseForm(lists))
    .min(1)
    .max(MAX_PHRASES)
    .meta({ description: 'Any one of these is enough.' })
}

interface PhraseFault {
  readonly offset: number
  readonly message: string
}

function phraseFault(text: string, lists: PhraseLists): PhraseFault | null {
  return unknownList(text, lists) ?? grammarFault(text, lists)
}

function grammarFault(text: string, lists: PhraseLists): PhraseFault | null {
  const parsed = parsePhrase(text, lists)
  return parsed.ok ? null : parsed.fault
}

/** A name in `<>` that stands for nothing: the names of this folder's lists are known here, with near spellings. */
function unknownList(text: string, lists: PhraseLists): PhraseFault | null {
  const known = [...lists.keys(), ...SLOT_NAMES]
  const unknown = listNamesIn(text).find(({ name }) => !known.includes(name))
  if (unknown === undefined) return null
  const { name, offset } = unknown
  const near = nearestName(name, known)
  const hint = near === null ? '' : `; did you mean <${near}>?`
  return { offset, message: `there is no list "${name}", expected one of ${known.join(', ')}${hint}` }
}
