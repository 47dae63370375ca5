import type {
  Article,
  ArticleHint,
  CallContext,
  CallLabel,
  LabelDraft,
  WrapUp,
  WrapUpNotes,
} from '../../../server/contracts/assist.ts'
import { isArticle, isContext, isHint, isLabel, isWrapUp } from './assist-forms.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { isList } from './shape.ts'

/** What an agent asks and says of a call. Every method throws as `Requests` does. */
export class AssistApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  async article(articleId: string): Promise<Article> {
    return this.#requests.json(`/v1/knowledge/${encodeURIComponent(articleId)}`, isArticle)
  }

  async search(words: string): Promise<readonly ArticleHint[]> {
    return this.#requests.json(`/v1/knowledge?q=${encodeURIComponent(words)}`, (value) =>
      isList(value, isHint),
    )
  }

  async context(callId: string): Promise<CallContext> {
    return this.#requests.json(pathOf(callId, 'context'), isContext)
  }

  async label(callId: string, body: LabelDraft): Promise<CallLabel> {
    return this.#requests.json(pathOf(callId, 'labels'), isLabel, { method: 'POST', body })
  }

  async wrapUp(callId: string): Promise<WrapUp> {
    return this.#requests.json(pathOf(callId, 'wrap-up'), isWrapUp)
  }

  async saveWrapUp(callId: string, body: WrapUpNotes): Promise<WrapUp> {
    return this.#requests.json(pathOf(callId, 'wrap-up'), isWrapUp, { method: 'PUT', body })
  }
}

function pathOf(callId: string, what: string): string {
  return `/v1/calls/${encodeURIComponent(callId)}/${what}`
}
