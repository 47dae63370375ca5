import { z } from 'zod'
import { schemaAt } from './known-keys.ts'
import type { Path } from './yaml-source.ts'

export type Issue = z.core.$ZodIssue

/** An issue with the schema that it is about: within a union, the form that was probably meant. */
export interface SettledIssue {
  readonly issue: Issue
  /** From the root of the file. */
  readonly path: Path
  /** What a value could be that is none of a union's forms: names of kinds; null for all other issues. */
  readonly kinds: readonly string[] | null
  readonly schema: z.ZodType
  /** Where `schema` stands, from the root of the file. */
  readonly base: Path
}

export interface SettleOptions {
  readonly schema: z.ZodType
  readonly issues: readonly Issue[]
  /** Whether the file has anything at a path. */
  readonly has: (path: Path) => boolean
}

/** Weighs more than any number of keys that do not fit. */
const OTHER_KIND = 1000

/**
 * A union refuses a value in the name of all its forms at once, which nobody can read. Each such issue is
 * replaced by those of the form that fits best: of the value's kind, with the fewest keys unknown or missing.
 */
export function settleUnions(options: SettleOptions, base: Path = []): readonly SettledIssue[] {
  const { schema, issues, has } = options
  return issues.flatMap((issue): readonly SettledIssue[] => {
    const path = [...base, ...pathOf(issue)]
    const alone = { issue, path, kinds: null, schema, base }
    if (issue.code !== 'invalid_union') return [alone]
    const union = schemaAt(schema, pathOf(issue))
    if (!(union instanceof z.ZodUnion)) return [alone]
    const forms = issue.errors.map((errors, index) => ({
      errors,
      form: union.options[index],
      misfit: misfitOf(errors, (below) => has([...path, ...below])),
    }))
    const [best] = forms.toSorted((one, other) => one.misfit - other.misfit)
    if (best === undefined || !(best.form instanceof z.ZodType)) return [alone]
    if (best.misfit < OTHER_KIND) {
      return settleUnions({ schema: best.form, issues: best.errors, has }, path)
    }
    const kinds = forms.flatMap(({ errors }) => errors.flatMap((each) => kindOf(each) ?? []))
    return [{ ...alone, kinds: [...new Set(kinds)] }]
  })
}

/** How far a value is from a form, by what is wrong at the value itself and its keys, not deeper. */
function misfitOf(issues: readonly Issue[], has: (path: Path) => boolean): number {
  let misfit = 0
  for (const issue of issues) {
    const path = pathOf(issue)
    if (path.length === 0 && issue.code === 'invalid_type') misfit += OTHER_KIND
    else if (path.length === 0 && issue.code === 'unrecognized_keys') misfit += issue.keys.length
    else if (path.length === 0 && issue.code === 'invalid_value') misfit += 1
    else if (path.length === 1 && !has(path)) misfit += 1
  }
  return misfit
}

function kindOf(issue: Issue): string | null {
  return issue.code === 'invalid_type' && issue.path.length === 0 ? issue.expected : null
}

function pathOf(issue: Issue): Path {
  return issue.path.filter((part) => typeof part !== 'symbol')
}
