import type { CallId } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { Floor } from '../contracts/floor.ts'
import type {
  QualityDesk,
  QualityGroup,
  QualityReport,
  QualityReportQuery,
  ScoreCard,
  ScoreCardQuery,
} from '../contracts/quality.ts'
import type { QualityStore } from '../contracts/store.ts'
import type { LocalDays } from '../platform/local-days.ts'
import type { ScoreForm } from './form/score-form.ts'
import { findCards } from './report/find-cards.ts'
import { makeReport } from './report/make-report.ts'

const DAY_MS = 86_400_000

export interface DeskOptions {
  readonly store: QualityStore
  readonly floor: Pick<Floor, 'sites'>
  readonly form: () => ScoreForm | null
  readonly days: LocalDays
  readonly repeatWithinMs: number
}

/** What people ask about how calls went. */
export class Desk implements QualityDesk {
  readonly #options: DeskOptions

  constructor(options: DeskOptions) {
    this.#options = options
  }

  report(query: QualityReportQuery): Promise<QualityReport> {
    const { store, days, form, repeatWithinMs } = this.#options
    const titles = this.#titles()
    return makeReport(query, {
      ...{ store, days },
      titleOf: (group, key) => titles[group]?.get(key) ?? key,
      itemOrder: form()?.items.map(({ itemId }) => itemId) ?? [],
      repeatWithinDays: repeatWithinMs / DAY_MS,
    })
  }

  cards(query: ScoreCardQuery): Promise<readonly ScoreCard[]> {
    return findCards(query, this.#options)
  }

  async card(callId: CallId): Promise<ScoreCard> {
    const card = await this.#options.store.getCard(callId)
    if (card === null) throw new AppError('NOT_FOUND')
    return card
  }

  /** As the floor calls them. */
  #titles(): Readonly<Partial<Record<QualityGroup, ReadonlyMap<string, string>>>> {
    const sites = this.#options.floor.sites()
    return {
      site: new Map(sites.map(({ siteId, title }) => [siteId, title])),
      team: new Map(sites.flatMap(({ teams }) => teams.map(({ teamId, title }) => [teamId, title]))),
    }
  }
}
