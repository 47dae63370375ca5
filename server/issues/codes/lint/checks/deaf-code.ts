import { sayable } from '../../../../language/phrases/sayable.ts'
import { codeFault } from '../../file/read-codes.ts'
import type { LintCheck } from '../check.ts'

/** A code whose every phrase has a word that no installed model writes is found in writing alone. */
export const deafCode: LintCheck = {
  id: 'deaf-code',
  find({ frame, documents, hears }) {
    if (hears === null) return []
    return documents.flatMap((document) => {
      const code = frame.get(document.form.id)
      const phrases = [...(code?.phrases ?? []), ...(code?.inChannel ?? [])]
      if (phrases.length === 0 || phrases.some(({ root }) => sayable(root, hears))) return []
      const message = `the model can hear no phrase of "${document.form.id}", so calls never count, expected words that it knows`
      return [
        { ...codeFault(document, { key: 'id', check: deafCode.id, message }), severity: 'warning' as const },
      ]
    })
  },
}
