import { nearestName } from '../nearest-name.ts'
import type { FileFault } from './file-fault.ts'
import type { YamlSource } from './yaml-source.ts'

/** A comment that silences a check in its file until a day. */
export interface Ignore {
  readonly file: string
  readonly check: string
  /** `YYYY-MM-DD`: the last day on which it counts. */
  readonly until: string
  readonly reason: string
  readonly line: number
  readonly column: number
}

interface FoundIgnores {
  readonly ignores: readonly Ignore[]
  /** Comments that look like one and are none. */
  readonly faults: readonly FileFault[]
}

const LOOKS_LIKE = /#\s*lint\s*:/
const FORM = /^\s*#\s*lint:\s*ignore\s+(\S+)\s+until\s+(\d{4}-\d{2}-\d{2})\s+because\s+(\S.*)$/
const EXAMPLE = '"# lint: ignore short-phrase until 2027-01-31 because …"'

const CHECK = 'lint-ignore'

/** The comments of a file that silence checks. A comment is a line of its own. */
function ignoresOf(
  { file, lines }: Pick<YamlSource, 'file' | 'lines'>,
  checks: readonly string[],
): FoundIgnores {
  const ignores: Ignore[] = []
  const faults: FileFault[] = []
  for (const [index, text] of lines.entries()) {
    const looks = /^\s*#/.test(text) ? LOOKS_LIKE.exec(text) : null
    if (looks === null) continue
    const place = { file, line: index + 1, column: looks.index + 1 }
    const fault = (message: string): unknown =>
      faults.push({ ...place, check: CHECK, severity: 'error', message })
    const [, check, until, reason] = FORM.exec(text) ?? []
    if (check === undefined || until === undefined || reason === undefined) {
      fault(`the comment is not understood, expected a form such as ${EXAMPLE}`)
    } else if (!checks.includes(check)) {
      const near = nearestName(check, checks)
      const hint = near === null ? '' : `; did you mean "${near}"?`
      fault(`there is no check "${check}" that can be ignored, expected one of ${checks.join(', ')}${hint}`)
    } else if (!isDay(until)) {
      fault(`"${until}" is not a day, expected a form such as 2027-01-31`)
    } else ignores.push({ ...place, check, until, reason: reason.trimEnd() })
  }
  return { ignores, faults }
}

/** Whether it counts on a day. */
export function isInForce({ until }: Ignore, today: string): boolean {
  return today <= until
}

/** Says that an ignore counts no more; what it silenced is told again. */
function expired({ file, line, column, check, until }: Ignore): FileFault {
  const message = `"${check}" is ignored until ${until}, which is over, expected what it silences repaired, or another day`
  return { file, line, column, check: 'expired-ignore', severity: 'warning', message }
}

export interface Silencing {
  /** What checks found in the files of `sources`. */
  readonly found: readonly FileFault[]
  readonly sources: readonly YamlSource[]
  /** Names of the checks that may be silenced. */
  readonly checks: readonly string[]
  /** `YYYY-MM-DD`, for ignores that end; null: all are in force. */
  readonly today: string | null
}

export interface Silenced {
  readonly faults: readonly FileFault[]
  /** Comments that silence checks, and how many faults each one silenced. */
  readonly ignores: readonly { readonly ignore: Ignore; readonly silenced: number }[]
}

/** Takes out what comments in the same file silence, and adds what is wrong with those comments. */
export function silence({ found, sources, checks, today }: Silencing): Silenced {
  const read = sources.map((source) => ignoresOf(source, checks))
  const all = read.flatMap(({ ignores }) => ignores)
  const inForce = all.filter((ignore) => today === null || isInForce(ignore, today))
  const silences = (ignore: Ignore, fault: FileFault): boolean =>
    ignore.file === fault.file && ignore.check === fault.check
  return {
    faults: [
      ...found.filter((fault) => !inForce.some((ignore) => silences(ignore, fault))),
      ...all.filter((ignore) => !inForce.includes(ignore)).map(expired),
      ...read.flatMap(({ faults }) => faults),
    ],
    ignores: all.map((ignore) => ({
      ignore,
      silenced: found.filter((fault) => silences(ignore, fault)).length,
    })),
  }
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
