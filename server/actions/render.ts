import type { Article } from '../contracts/assist.ts'
import type { Match } from '../contracts/match.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { WallMs } from '../contracts/time.ts'
import { caughtWords } from '../language/caught-words.ts'
import { fill, fillCard, textOf, type Filling } from './fill.ts'
import { firstLine } from './first-line.ts'
import { latencyOf } from './latency.ts'
import { outcomeIdOf } from './outcome-id.ts'

/** What texts may name besides the words. */
export interface TextSources {
  /** Attributes of the call. */
  readonly attributes: Filling['attributes']
  readonly articleOf: FindArticle
}

/** An article of the site's knowledge; null: there is none of this id. */
export type FindArticle = (articleId: string) => Pick<Article, 'title' | 'body'> | null

interface Rendering {
  readonly match: Match
  readonly agentId: string | null
  readonly state: Outcome['state']
  readonly reason: Outcome['reason']
  readonly createdAt: WallMs
  readonly sources: TextSources
}

/** The outcome of a match as people and the store get it. */
export function render({ match, agentId, state, reason, createdAt, sources }: Rendering): Outcome {
  const { rule, action } = match
  return {
    type: 'outcome',
    outcomeId: outcomeIdOf(match.callId, match.matchId),
    kind: action.kind,
    callId: match.callId,
    agentId,
    rule: `${rule.id}@${String(rule.version)}`,
    title: rule.title,
    ...told(match, sources),
    severity: rule.severity,
    priority: rule.priority,
    atMs: match.atMs,
    state,
    reason,
    latencyMs: latencyOf(match, createdAt),
    createdAt,
  }
}

/** The texts of a match with the words that they rest on; later words of the same match may say another amount. */
export function told(
  { action, evidence }: Match,
  { attributes, articleOf }: TextSources,
): Pick<Outcome, 'text' | 'card' | 'evidence'> {
  const { card } = action
  const filling: Filling = {
    words: textOf(evidence.words),
    slots: caughtWords(evidence),
    attributes,
    article: card?.article === undefined ? null : shown(articleOf(card.article)),
  }
  return {
    text: fill(action.text, filling),
    ...(card === undefined ? {} : { card: fillCard(card, filling) }),
    evidence,
  }
}

function shown(article: ReturnType<FindArticle>): Filling['article'] {
  return article === null ? null : { title: article.title, line: firstLine(article.body) }
}
