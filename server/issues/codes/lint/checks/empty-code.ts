import { codeFault } from '../../file/read-codes.ts'
import type { LintCheck } from '../check.ts'

/** A code without phrases is a heading; one with nothing below it is never found. */
export const emptyCode: LintCheck = {
  id: 'empty-code',
  find({ frame, documents }) {
    const parents = new Set(frame.codes.map(({ parent }) => parent))
    return documents.flatMap((document) => {
      const code = frame.get(document.form.id)
      if (code === undefined || code.phrases.length > 0 || code.inChannel.length > 0) return []
      if (parents.has(code.id)) return []
      const message = `the code "${code.id}" has neither phrases nor codes below it, expected one of the two`
      return [
        {
          ...codeFault(document, { key: 'id', check: emptyCode.id, message }),
          severity: 'warning' as const,
        },
      ]
    })
  },
}
