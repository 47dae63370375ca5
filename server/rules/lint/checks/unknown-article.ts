import { nearestName } from '../../../platform/nearest-name.ts'
import { warn, type LintCheck } from '../check.ts'

/** A card that leads to an article that is not there. */
export const unknownArticle: LintCheck = {
  id: 'unknown-article',
  find({ rules, articles }) {
    return rules.flatMap((document) => {
      const article = document.rule.action.card?.article
      if (article === undefined || articles.includes(article)) return []
      const near = nearestName(article, articles)
      const hint = near === null ? '' : `; did you mean "${near}"?`
      const message = `there is no article "${article}", expected the name of a file in knowledge/ without .md${hint}`
      const fault = warn(unknownArticle, document, { path: ['then', 'prompt', 'article'], message })
      return [{ ...fault, severity: 'error' as const }]
    })
  },
}
