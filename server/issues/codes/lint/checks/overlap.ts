import { search } from '../../testing/run-code-tests.ts'
import type { LintCheck } from '../check.ts'

/** An example of one code in which another is found: the contact counts for both, and nobody has said that it should. */
export const overlap: LintCheck = {
  id: 'overlap',
  find({ frame, examples }) {
    return examples
      .filter(({ finds }) => finds)
      .flatMap((example) => {
        const { code, also, source, path } = example
        const { found, hits } = search(frame, example)
        return found.codes
          .filter((other) => other !== code && !also.includes(other))
          .map((other) => {
            const phrase = hits.find((hit) => hit.code === other)?.phrase ?? ''
            const message = `${other} is found here, too, by "${phrase}", expected ${code} alone, or "also: [${other}]"`
            return { ...source.placeOf(path), check: overlap.id, severity: 'warning' as const, message }
          })
      })
  },
}
