import type { z } from 'zod'
import type { Place, FileFault } from './file-fault.ts'
import { knownKeys } from './known-keys.ts'
import { nearestName } from '../nearest-name.ts'
import { settleUnions, type Issue, type SettledIssue } from './settle-unions.ts'
import type { Path, YamlSource } from './yaml-source.ts'

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  null: 'nothing',
  undefined: 'nothing',
}

export interface DescribeOptions {
  readonly source: YamlSource
  readonly schema: z.ZodType
  readonly issues: readonly Issue[]
}

/** Turns what the schema refused into faults that say where it stands and what was expected. */
export function describeIssues({ source, schema, issues }: DescribeOptions): readonly FileFault[] {
  const settled = settleUnions({ schema, issues, has: (path) => source.has(path) })
  const misspelt = new Set<string>()
  const faults = settled.flatMap((each) => unknownKeys(source, each, misspelt))
  for (const { issue, path, kinds } of settled) {
    if (issue.code === 'unrecognized_keys') continue
    if (path.length === 0 || source.has(path)) {
      const message = kinds === null ? describe(issue, source, path) : otherKind(kinds, source.valueAt(path))
      faults.push({ ...placeOfIssue(source, path, issue), check: checkOf(issue), severity: 'error', message })
    } else if (!misspelt.has(path.join('.'))) {
      const expected = kinds === null ? expectation(issue) : kindsNamed(kinds)
      const message = `key "${path.at(-1) ?? ''}" is missing, expected ${expected}`
      const place = source.placeOf(path.slice(0, -1))
      faults.push({ ...place, check: 'missing-key', severity: 'error', message })
    }
  }
  return faults
}

/** Adds to `misspelt` the keys that the unknown ones were probably meant to be: they need not be called missing, too. */
function unknownKeys(
  source: YamlSource,
  { issue, path, schema, base }: SettledIssue,
  misspelt: Set<string>,
): FileFault[] {
  if (issue.code !== 'unrecognized_keys') return []
  const known = knownKeys(schema, path.slice(base.length))
  return issue.keys.map((key) => {
    const meant = nearestName(key, known)
    if (meant !== null) misspelt.add([...path, meant].join('.'))
    const message = `unknown key "${key}", expected one of ${known.join(', ')}${hint(key, known)}`
    return { ...source.placeOfKey(path, key), check: 'unknown-key', severity: 'error', message }
  })
}

function otherKind(kinds: readonly string[], value: unknown): string {
  return `found ${kindOf(value)}, expected ${kindsNamed(kinds)}`
}

function kindsNamed(kinds: readonly string[]): string {
  return kinds.map((kind) => KINDS[kind] ?? kind).join(' or ')
}

function describe(issue: Issue, source: YamlSource, path: Path): string {
  const value = source.valueAt(path)
  switch (issue.code) {
    case 'invalid_type':
      return `found ${kindOf(value)}, expected ${expectation(issue)}`
    case 'invalid_value': {
      const known = issue.values.map(String)
      return `${quote(value)} is not known, expected ${expectation(issue)}${hint(String(value), known)}`
    }
    case 'too_small':
    case 'too_big':
      return `${issue.origin === 'array' ? 'the list' : quote(value)} is ${issue.code === 'too_small' ? 'too short or small' : 'too long or large'}, expected ${expectation(issue)}`
    case 'custom':
      // Messages about a text begin with a verb and need the text before them; others stand alone.
      return issue.message.startsWith('is ') ? `${quote(value)} ${issue.message}` : issue.message
    default:
      return issue.message.startsWith('expected')
        ? `${quote(value)} has another form, ${issue.message}`
        : issue.message
  }
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? issue.expected
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `at least ${String(issue.minimum)}${unitOf(issue.origin)}`
    case 'too_big':
      return `at most ${String(issue.maximum)}${unitOf(issue.origin)}`
    default:
      return issue.message
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

function hint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === null ? '' : `; did you mean "${nearest}"?`
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : kindOf(value)
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number' || typeof value === 'boolean') return `${typeof value} ${String(value)}`
  return KINDS[typeof value] ?? typeof value
}

function placeOfIssue(source: YamlSource, path: Path, issue: Issue): Place {
  const line = param(issue, 'line', 'number')
  const block = source.blockStart(path)
  if (line !== null && block !== null) {
    return source.placeOfLine(block + line, param(issue, 'column', 'number') ?? 1)
  }
  return source.placeOf(path, param(issue, 'offset', 'number') ?? 0)
}

function checkOf(issue: Issue): string {
  return param(issue, 'check', 'string') ?? 'form'
}

/** What one of our own checks said about where in a text the fault is. */
function param(issue: Issue, name: string, type: 'number'): number | null
function param(issue: Issue, name: string, type: 'string'): string | null
function param(issue: Issue, name: string, type: 'number' | 'string'): unknown {
  const value: unknown = issue.code === 'custom' ? issue.params?.[name] : undefined
  return typeof value === type ? value : null
}
