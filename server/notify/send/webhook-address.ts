import type { WebhookShape } from '../../contracts/subscription.ts'
import type { JiraPlace } from '../shapes/jira.ts'

/** Stands for the path of an address that is shown. */
const MASK = '/...'

/**
 * What the address of a webhook says beside where to. Credentials stand before the host: `https://user:key@…` is HTTP
 * Basic, `https://:token@…` a bearer token; for PagerDuty the name is the routing key. Jira's project and type of
 * ticket are parameters.
 */
export interface WebhookAddress {
  /** Where the request goes, without credentials. */
  readonly url: URL
  readonly authorization: string | null
  readonly routingKey: string
  readonly jira: JiraPlace
}

/** @throws TypeError when it is no address. */
export function readWebhookAddress(text: string, shape: WebhookShape): WebhookAddress {
  const url = new URL(text)
  const user = decode(url.username)
  const password = decode(url.password)
  url.username = ''
  url.password = ''
  url.hash = ''
  const jira = {
    project: url.searchParams.get('project') ?? '',
    issueType: url.searchParams.get('type') ?? 'Task',
  }
  if (shape === 'jira') {
    url.searchParams.delete('project')
    url.searchParams.delete('type')
  }
  return {
    url,
    authorization: shape === 'pagerduty' ? null : authorizationOf(user, password),
    routingKey: user,
    jira,
  }
}

/** What is wrong with an address for this kind of receiver, as one clause; null: nothing. */
export function faultOfAddress(text: string, shape: WebhookShape): string | null {
  if (!URL.canParse(text)) return 'the address is not a URL'
  const { url, authorization, routingKey, jira } = readWebhookAddress(text, shape)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'the address must begin with https://'
  if (url.pathname === MASK) return 'the address is shown only in part; name the whole one'
  if (shape === 'pagerduty' && !/^[A-Za-z0-9]{32}$/.test(routingKey)) {
    return 'PagerDuty needs the routing key, 32 characters, before the host: https://KEY@events.pagerduty.com/v2/enqueue'
  }
  if (shape !== 'jira') return null
  if (!/^[A-Z][A-Z0-9_]+$/.test(jira.project)) return 'Jira needs the key of a project, such as ?project=WEB'
  return authorization === null ? 'Jira needs a name and a token before the host: https://name:token@…' : null
}

/** The address without what lets somebody in: for Slack, Teams and many others the path alone does. */
export function maskAddress(text: string): string {
  const { protocol, host } = new URL(text)
  return `${protocol}//${host}${MASK}`
}

function authorizationOf(user: string, password: string): string | null {
  if (user === '' && password === '') return null
  if (user === '') return `Bearer ${password}`
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign that stands for itself.
    return text
  }
}
