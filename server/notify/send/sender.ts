import { assertNever } from '../../contracts/assert-never.ts'
import type { KeptSubscription, NotifyMessage } from '../../contracts/notify.ts'
import type { WebhookShape } from '../../contracts/subscription.ts'
import type { Clock } from '../../platform/clock.ts'
import { alertmanagerBody, alertmanagerNotices } from '../shapes/alertmanager.ts'
import { cloudeventsBody, cloudeventsNotice } from '../shapes/cloudevents.ts'
import { jiraBody, jiraNotice } from '../shapes/jira.ts'
import { mailText, noticesMail } from '../shapes/mail.ts'
import { pagerdutyBody, pagerdutyNotice } from '../shapes/pagerduty.ts'
import { slackBody, slackNotices } from '../shapes/slack.ts'
import { teamsBody, teamsNotices } from '../shapes/teams.ts'
import type { NoticeTelling, Telling } from '../shapes/telling.ts'
import { failed, type Attempt } from './attempt.ts'
import type { Mail, Mailer } from './mailer.ts'
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
    const { deliveryId } = message
    switch (target.type) {
      case 'email': {
        if (mailer === null) return failed('No mail server is set (EARSHOT_SMTP_URL).')
        return mailer.send({ ...this.#mailOf(subscription, message), to: target.to, deliveryId }, signal)
      }
      case 'webhook': {
        const address = readWebhookAddress(target.url, target.shape)
        const body = JSON.stringify(this.#bodyOf(subscription, message, { ...address, shape: target.shape }))
        const signed = { id: deliveryId, body, atMs: clock.now() }
        return webhooks.post(requestOf({ ...address, shape: target.shape }, secret, signed), signal)
      }
      default:
        return assertNever(target)
    }
  }

  #mailOf(subscription: KeptSubscription, message: NotifyMessage): Omit<Mail, 'to' | 'deliveryId'> {
    const { deliveryId, entries, notices } = message
    if (notices.length > 0) return { ...noticesMail(this.#noticesOf(message)), thread: 'earshot-notices' }
    const thread = `earshot-${entries[0]?.issue.issueId ?? deliveryId}`
    return { ...mailText(this.#tellingOf(subscription, message)), thread }
  }

  /** Made anew for each attempt, and the same. */
  #bodyOf(subscription: KeptSubscription, message: NotifyMessage, receiver: WebhookReceiver): unknown {
    return message.notices.length > 0
      ? noticeBodyOf(this.#noticesOf(message), receiver)
      : bodyOf(this.#tellingOf(subscription, message), receiver)
  }

  #noticesOf({ deliveryId, notices }: NotifyMessage): NoticeTelling {
    const { publicUrl } = this.#options
    return { deliveryId, notices, link: publicUrl === null ? null : `${publicUrl}/digital#day` }
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

interface WebhookReceiver extends WebhookAddress {
  readonly shape: WebhookShape
}

/** A signed request. */
function requestOf(
  { url, authorization, shape }: WebhookReceiver,
  secret: string,
  signed: Parameters<typeof signatureHeaders>[0],
): WebhookRequest {
  return {
    url,
    body: signed.body,
    headers: {
      'content-type': shape === 'cloudevents' ? 'application/cloudevents+json' : 'application/json',
      accept: 'application/json',
      'user-agent': 'Earshot',
      ...(authorization === null ? {} : { authorization }),
      ...signatureHeaders(signed, secret),
    },
  }
}

function bodyOf(telling: Telling, { shape, routingKey, jira }: WebhookReceiver): unknown {
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

function noticeBodyOf(telling: NoticeTelling, { shape, routingKey, jira }: WebhookReceiver): unknown {
  switch (shape) {
    case 'cloudevents':
      return cloudeventsNotice(telling)
    case 'slack':
      return slackNotices(telling)
    case 'teams':
      return teamsNotices(telling)
    case 'pagerduty':
      return pagerdutyNotice(telling, routingKey)
    case 'alertmanager':
      return alertmanagerNotices(telling)
    case 'jira':
      return jiraNotice(telling, jira)
    default:
      return assertNever(shape)
  }
}
