import type { RuleDocument } from '../../file/parse-rule.ts'
import { nearestName } from '../../../platform/nearest-name.ts'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import { warn, type LintCheck } from '../check.ts'
import { filledPlaces } from '../filled-places.ts'

/** A card that leads to an article that is not there, or a text that shows one where the card has none. */
export const unknownArticle: LintCheck = {
  id: 'unknown-article',
  find({ rules, articles }) {
    return rules.flatMap((document) => {
      const article = document.rule.action.card?.article
      if (article === undefined) return shownWithout(document)
      if (articles.includes(article)) return []
      const near = nearestName(article, articles)
      const hint = near === null ? '' : `; did you mean "${near}"?`
      const message = `there is no article "${article}", expected the name of a file in knowledge/ without .md${hint}`
      const fault = warn(unknownArticle, document, { path: ['then', 'prompt', 'article'], message })
      return [{ ...fault, severity: 'error' as const }]
    })
  },
}

function shownWithout(document: RuleDocument): readonly FileFault[] {
  return filledPlaces(document.rule.action)
    .filter(({ place }) => place.kind === 'article')
    .map(({ place, path }) => {
      const message = `{article.${place.name}} shows an article and the rule names none, expected "article: NAME" beside the text of a prompt`
      return { ...warn(unknownArticle, document, { path, message }), severity: 'error' as const }
    })
}
