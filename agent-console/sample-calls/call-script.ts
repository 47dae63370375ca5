import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** Voices of Debian's `flite` that the default model hears well. */
const voice = z.enum(['rms', 'slt', 'kal16', 'awb'])

const turn = z
  .strictObject({
    party: z.enum(['agent', 'customer']),
    /** Digits are refused: the text is the exact reference, written as a recogniser writes. */
    text: z.string().regex(/^[A-Za-z' .,?]+$/, 'letters, spaces, apostrophes and . , ? only'),
    /** Silence before the turn; without it 300 to 900 ms, by chance but the same each time. */
    pauseMs: z.int().min(0).max(5000).optional(),
    /** How long before the end of the turn before it this one begins. */
    overlapMs: z.int().min(0).max(2000).optional(),
  })
  .refine((value) => value.pauseMs === undefined || value.overlapMs === undefined, {
    error: 'pauseMs and overlapMs exclude each other',
  })

const callScript = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  voices: z.strictObject({ agent: voice, customer: voice }),
  /** Ids of the rules that fire in this call. */
  expects: z.array(z.string()),
  turns: z.array(turn).min(2),
})

export type Voice = z.infer<typeof voice>
export type ScriptedTurn = z.infer<typeof turn>

/** What is said in one sample call, by whom. `id` is the file's name. */
export type CallScript = z.infer<typeof callScript> & { readonly id: string }

/** Reads one script; a fault names the file, the place and what was expected. */
export async function readCallScript(path: string): Promise<CallScript> {
  const decoded = callScript.safeParse(parse(await readFile(path, 'utf8')))
  if (!decoded.success) throw new Error(`${path}: ${z.prettifyError(decoded.error)}`)
  return { id: basename(path, '.yaml'), ...decoded.data }
}

/** The words of a turn as a recogniser writes them. */
export function referenceText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[.,?]/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .join(' ')
}
