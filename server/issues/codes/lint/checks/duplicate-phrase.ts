import { phraseFault, phraseLists, type LintCheck } from '../check.ts'

/** The same phrase in two places: in one code a slip, in two codes a contact that counts twice. */
export const duplicatePhrase: LintCheck = {
  id: 'duplicate-phrase',
  find(subject) {
    const first = new Map<string, string>()
    return subject.documents.flatMap((document) =>
      phraseLists(subject, document).flatMap(({ key, phrases }) =>
        phrases.flatMap(({ text }, at) => {
          const channel = subject.frame.get(document.form.id)?.channel ?? null
          // Where the channel decides, the same words are two subjects on two channels.
          const scope = key === 'in-channel' ? `${key} ${channel ?? ''} ${text}` : `${key} ${text}`
          const other = first.get(scope)
          if (other === undefined) {
            first.set(scope, document.form.id)
            return []
          }
          const where = other === document.form.id ? 'in this code' : `in ${other}`
          const message = `the phrase "${text}" stands ${where} already, expected it once`
          return [phraseFault(document, { key, at, check: duplicatePhrase.id, message })]
        }),
      ),
    )
  },
}
