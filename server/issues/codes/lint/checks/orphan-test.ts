import { nearestName } from '../../../../platform/nearest-name.ts'
import type { Example } from '../../testing/load-code-tests.ts'
import type { LintCheck } from '../check.ts'

/** A test of a code that is not there tests nothing. */
export const orphanTest: LintCheck = {
  id: 'orphan-test',
  find({ frame, examples }) {
    const known = frame.codes.map(({ id }) => id)
    return firstOfEach(examples).flatMap(({ code, also, source, path }) =>
      [{ id: code, at: [...path.slice(0, 2), 'code'] }, ...also.map((id) => ({ id, at: path }))]
        .filter(({ id }) => frame.get(id) === undefined)
        .map(({ id, at }) => {
          const near = nearestName(id, known)
          const hint = near === null ? '' : `; did you mean "${near}"?`
          const message = `there is no code "${id}", expected one of this folder${hint}`
          return { ...source.placeOf(at), check: orphanTest.id, severity: 'error' as const, message }
        }),
    )
  },
}

/** Of the examples of one test, the first, and those that name further codes. */
function firstOfEach(examples: readonly Example[]): readonly Example[] {
  const seen = new Set<string>()
  return examples.filter(({ code, also, source, path }) => {
    const key = `${source.file} ${path[1] ?? ''} ${code}`
    if (seen.has(key) && also.length === 0) return false
    seen.add(key)
    return true
  })
}
