import { assertNever } from '../../contracts/assert-never.ts'
import type { KeptSubscription, NotifyMessage } from '../../contracts/notify.ts'
import type { WebhookShape } from '../../contracts/subscription.ts'
import type { Clock } from '../../platform/clock.ts'
import { alertmanagerBody } from '../shapes/alertmanager.ts'
import { cloudeventsBody } from '../shapes/cloudevents.ts'
import { jiraBody } from '../shapes/jira.ts'
import { mailText } from '../shapes/mail.ts'
import { pagerdutyBody } from '../shapes/pagerduty.ts'
import { slackBody } from '../shapes/slack.ts'
import { teamsBody } from '../shapes/teams.ts'
import type { Telling } from '../shapes/telling.ts'
import { failed, type Attempt } from './attempt.ts'
import type { Mailer } from './mailer.ts'
import { signatureHeaders } from './signature.ts'
import { readWebhookAddress, type WebhookAddress } from './webhook-address.ts'
import type { WebhookRequest, WebhookSender } from './webhook.ts'

interface SenderOptions {
  readonly webhooks: WebhookSender
  /** Null: the site has named no mail server. */
  readonly mailer: Mailer | null
  /** Where people reach this server's pages; null: messages have no links. */
  readonly publicUrl: string | null
  readonly clock: Clock
}

/** Puts a message into the form of its receiver and sends it, once. */
export class Sender {
  readonly #options: SenderOptions

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** Never rejects. */
  async send(subscription: KeptSubscription, message: NotifyMessage, signal: AbortSignal): Promise<Attempt> {
    const { webhooks, mailer, clock } = this.#options
    const { target, secret } = subscription
    const telling = this.#tellingOf(subscription, message)
    switch (target.type) {
      case 'email': {
        if (mailer === null) return failed('No mail server is set (EARSHOT_SMTP_URL).')
        const { deliveryId } = message
        const thread = `earshot-${message.entries[0]?.issue.issueId ?? deliveryId}`
        return mailer.send({ ...mailText(telling), to: target.to, deliveryId, thread }, signal)
      }
      case 'webhook':
        return webhooks.post(requestOf(target, secret, telling, clock.now()), signal)
      default:
        return assertNever(target)
    }
  }

  #tellingOf({ pace }: KeptSubscription, { deliveryId, createdAt, entries }: NotifyMessage): Telling {
    const { publicUrl } = this.#options
    return {
      deliveryId,
      at: createdAt,
      entries,
      repeatIntervalMs: pace.repeatIntervalMs,
      linkTo: (issueId) =>
        publicUrl === null ? null : `${publicUrl}/digital?issue=${encodeURIComponent(issueId)}`,
    }
  }
}

interface WebhookTarget {
  readonly url: string
  readonly shape: WebhookShape
}

/** A signed request. The body is made anew for each attempt, and is the same. */
function requestOf(
  { url: text, shape }: WebhookTarget,
  secret: string,
  telling: Telling,
  atMs: number,
): WebhookRequest {
  const address = readWebhookAddress(text, shape)
  const body = JSON.stringify(bodyOf(shape, telling, address))
  const { authorization, url } = address
  return {
    url,
    body,
    headers: {
      'content-type': shape === 'cloudevents' ? 'application/cloudevents+json' : 'application/json',
      accept: 'application/json',
      'user-agent': 'Earshot',
      ...(authorization === null ? {} : { authorization }),
      ...signatureHeaders({ id: telling.deliveryId, body, atMs }, secret),
    },
  }
}

function bodyOf(shape: WebhookShape, telling: Telling, { routingKey, jira }: WebhookAddress): unknown {
  switch (shape) {
    case 'cloudevents':
      return cloudeventsBody(telling)
    case 'slack':
      return slackBody(telling)
    case 'teams':
      return teamsBody(telling)
    case 'pagerduty':
      return pagerdutyBody(telling, routingKey)
    case 'alertmanager':
      return alertmanagerBody(telling)
    case 'jira':
      return jiraBody(telling, jira)
    default:
      return assertNever(shape)
  }
}
