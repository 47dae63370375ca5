import { codeFault } from '../../file/read-codes.ts'
import type { LintCheck } from '../check.ts'

/** A code without an example of what it is and one of what it is not is a guess. */
export const missingTest: LintCheck = {
  id: 'missing-test',
  find({ frame, documents, examples }) {
    const tested = new Set(examples.map(({ code }) => code))
    return documents.flatMap((document) => {
      const { id } = document.form
      const code = frame.get(id)
      const isHeading = code === undefined || (code.phrases.length === 0 && code.inChannel.length === 0)
      if (isHeading || tested.has(id)) return []
      const message = `the code "${id}" has no tests, expected examples that it "finds" and some in which it stays "quiet"`
      return [codeFault(document, { key: 'id', check: missingTest.id, message })]
    })
  },
}
