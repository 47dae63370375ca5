import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { formatFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import type { Spelling } from './spelling-map.ts'

const WORDS = z
  .string()
  .regex(
    /^[\p{Ll}\p{Lo}\p{M}\p{N}'.-]+( [\p{Ll}\p{Lo}\p{M}\p{N}'.-]+)*$/u,
    'expected words in lower case, one space between',
  )

const spellingsSchema = z.strictObject({
  spellings: z.array(
    z.strictObject({
      /** As rules and transcripts write it. */
      write: WORDS,
      /** As the model hears it. */
      heard: z.array(WORDS).min(1),
      /** BCP 47; every language by default. */
      language: z.string().min(2).optional(),
    }),
  ),
})

/** A spelling and the language that it belongs to; null: every one. */
export interface LanguageSpelling extends Spelling {
  readonly language: string | null
}

/**
 * Reads a site's spellings.
 * @throws AppError `SPELLINGS_INVALID` with every fault at `file:line:column`.
 */
export async function readSpellings(file: string): Promise<readonly LanguageSpelling[]> {
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw new AppError('SPELLINGS_INVALID', `${file}: ${normaliseError(thrown).message}`)
  })
  const { value, faults } = readYaml({ file, text, schema: spellingsSchema })
  if (value === null) throw new AppError('SPELLINGS_INVALID', faults.map(formatFault).join('\n'))
  return value.spellings.map(({ language = null, ...spelling }) => ({ ...spelling, language }))
}

/** Those that count in a language: `en` counts in `en-GB` too. */
export function spellingsFor(spellings: readonly LanguageSpelling[], language: string): readonly Spelling[] {
  const spoken = language.toLowerCase()
  return spellings.filter((spelling) => {
    const own = spelling.language?.toLowerCase() ?? null
    return own === null || own === spoken || spoken.startsWith(`${own}-`)
  })
}
