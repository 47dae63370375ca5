import { nameOf } from '../../file/folder.ts'
import { phraseLists, type LintCheck } from '../check.ts'

/** A list that no phrase names is changed in vain. */
export const unusedList: LintCheck = {
  id: 'unused-list',
  find(subject) {
    const texts = subject.documents.flatMap((document) =>
      phraseLists(subject, document).flatMap(({ phrases }) => phrases.map(({ text }) => text)),
    )
    return subject.ownLists
      .filter(({ file }) => !texts.some((text) => text.includes(`<${nameOf(file)}>`)))
      .map((source) => {
        const message = `no phrase of a code names <${nameOf(source.file)}>, expected one, or no such file`
        return { ...source.placeOf(['list']), check: unusedList.id, severity: 'warning' as const, message }
      })
  },
}
