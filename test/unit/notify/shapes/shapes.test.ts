import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wallMs } from '../../../../server/contracts/time.ts'
import { VOLUME_CHANGES, type VolumeChange } from '../../../../server/contracts/volume-notice.ts'
import { alertmanagerBody, alertmanagerNotices } from '../../../../server/notify/shapes/alertmanager.ts'
import { cloudeventsBody, cloudeventsNotice } from '../../../../server/notify/shapes/cloudevents.ts'
import { jiraBody, jiraNotice } from '../../../../server/notify/shapes/jira.ts'
import { mailText, noticesMail } from '../../../../server/notify/shapes/mail.ts'
import { pagerdutyBody, pagerdutyNotice } from '../../../../server/notify/shapes/pagerduty.ts'
import { slackBody, slackNotices } from '../../../../server/notify/shapes/slack.ts'
import { teamsBody, teamsNotices } from '../../../../server/notify/shapes/teams.ts'
import type { NoticeTelling, Telling } from '../../../../server/notify/shapes/telling.ts'
import { buildIssue, buildNotice } from '../../../helpers/issue-builders.ts'
import { fullIssue, nastyTelling, tellingOf } from '../../../helpers/notify-tellings.ts'

const KEY = '0123456789abcdef0123456789abcdef'
const PLACE = { project: 'WEB', issueType: 'Task' }
const TIME = z.iso.datetime({ offset: true })
const FILLED = z.string().min(1)

/** Block Kit: header, section and divider with their limits; text of `mrkdwn` calls nobody. */
const slackForm = z.strictObject({
  text: FILLED.max(3000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('header'),
          text: z.strictObject({
            type: z.literal('plain_text'),
            text: FILLED.max(150),
            emoji: z.boolean(),
          }),
        }),
        z.strictObject({
          type: z.literal('section'),
          text: z.strictObject({
            type: z.literal('mrkdwn'),
            text: FILLED.max(3000).refine((text) => !/<[!@#]|<(?!https:\/\/earshot\.example)/.test(text)),
          }),
        }),
        z.strictObject({ type: z.literal('divider') }),
      ]),
    )
    .min(2)
    .max(50),
})

const textBlock = z.object({ type: z.literal('TextBlock'), text: FILLED, wrap: z.boolean() })

/** Adaptive Cards 1.4, as far as it is used, in the envelope of a Teams workflow. */
const teamsForm = z.strictObject({
  type: z.literal('message'),
  summary: FILLED,
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        msteams: z.strictObject({ width: z.literal('Full') }),
        body: z.array(
          z.discriminatedUnion('type', [
            textBlock,
            z.strictObject({
              type: z.literal('Container'),
              separator: z.boolean(),
              items: z.array(
                z.discriminatedUnion('type', [
                  textBlock.extend({
                    size: z.literal('Medium').optional(),
                    weight: z.literal('Bolder').optional(),
                    color: z.enum(['Default', 'Good', 'Warning', 'Attention']).optional(),
                    isSubtle: z.boolean().optional(),
                  }),
                  z.strictObject({
                    type: z.literal('FactSet'),
                    facts: z.array(z.strictObject({ title: FILLED, value: FILLED })).min(1),
                  }),
                  z.strictObject({
                    type: z.literal('ActionSet'),
                    actions: z.tuple([
                      z.strictObject({ type: z.literal('Action.OpenUrl'), title: FILLED, url: z.url() }),
                    ]),
                  }),
                ]),
              ),
            }),
          ]),
        ),
      }),
    }),
  ]),
})

/** Events API v2. */
const pagerdutyForm = z.strictObject({
  routing_key: z.string().length(32),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: FILLED.max(255),
  client: FILLED,
  client_url: z.url().optional(),
  links: z.array(z.strictObject({ href: z.url(), text: FILLED })).optional(),
  payload: z.strictObject({
    summary: FILLED.max(1024),
    source: FILLED,
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: TIME,
    component: FILLED.optional(),
    group: FILLED.optional(),
    class: FILLED.optional(),
    custom_details: z.record(z.string(), z.unknown()),
  }),
})

/** `postableAlerts` of Alertmanager's openapi.yaml; it refuses labels without a value. */
const alertmanagerForm = z
  .array(
    z.strictObject({
      labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), FILLED),
      annotations: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string()),
      startsAt: TIME,
      endsAt: TIME,
      generatorURL: z.url().optional(),
    }),
  )
  .min(1)

const paragraph = z.strictObject({
  type: z.literal('paragraph'),
  content: z.array(
    z.strictObject({
      type: z.literal('text'),
      text: FILLED,
      marks: z
        .tuple([z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href: z.url() }) })])
        .optional(),
    }),
  ),
})

/** Jira Cloud REST v3, and the Atlassian document format as far as it is used. */
const jiraForm = z.strictObject({
  fields: z.strictObject({
    project: z.strictObject({ key: FILLED }),
    issuetype: z.strictObject({ name: FILLED }),
    summary: FILLED.max(255).refine((text) => !/[\r\n]/.test(text)),
    labels: z.array(z.string().max(255).regex(/^\S+$/)),
    description: z.strictObject({
      type: z.literal('doc'),
      version: z.literal(1),
      content: z.array(
        z.discriminatedUnion('type', [
          paragraph,
          z.strictObject({ type: z.literal('blockquote'), content: z.array(paragraph) }),
          z.strictObject({
            type: z.literal('bulletList'),
            content: z.array(z.strictObject({ type: z.literal('listItem'), content: z.array(paragraph) })),
          }),
        ]),
      ),
    }),
  }),
})

/** CloudEvents 1.0, JSON format. */
const cloudeventsForm = z.strictObject({
  specversion: z.literal('1.0'),
  id: FILLED,
  source: FILLED,
  type: FILLED,
  subject: FILLED,
  time: TIME,
  datacontenttype: z.literal('application/json'),
  data: z.looseObject({ type: z.enum(['issue', 'notice']) }),
})

const mailForm = z.strictObject({
  subject: FILLED.max(200).refine((text) => !/\p{Cc}/u.test(text)),
  text: FILLED,
  html: FILLED.refine((html) => !/<(?!\/?(html|body|h2|ul|li|blockquote|p|a)\b|!doctype)/.test(html)),
})

const SHAPES: Readonly<
  Record<
    string,
    {
      readonly form: z.ZodType
      readonly bytes: number
      readonly make: (telling: Telling) => unknown
      readonly notice: (telling: NoticeTelling) => unknown
    }
  >
> = {
  slack: { form: slackForm, bytes: 40_000, make: slackBody, notice: slackNotices },
  teams: { form: teamsForm, bytes: 28 * 1024, make: teamsBody, notice: teamsNotices },
  pagerduty: {
    form: pagerdutyForm,
    bytes: 512 * 1024,
    make: (telling) => pagerdutyBody(telling, KEY),
    notice: (telling) => pagerdutyNotice(telling, KEY),
  },
  alertmanager: {
    form: alertmanagerForm,
    bytes: 1024 * 1024,
    make: alertmanagerBody,
    notice: alertmanagerNotices,
  },
  jira: {
    form: jiraForm,
    bytes: 128 * 1024,
    make: (telling) => jiraBody(telling, PLACE),
    notice: (telling) => jiraNotice(telling, PLACE),
  },
  cloudevents: {
    form: cloudeventsForm,
    bytes: 64 * 1024,
    make: cloudeventsBody,
    notice: cloudeventsNotice,
  },
  mail: { form: mailForm, bytes: 512 * 1024, make: mailText, notice: noticesMail },
}

function golden(name: string): unknown {
  const path = new URL(`../../../fixtures/notify/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8'))
}

describe.each(Object.entries(SHAPES))('%s', (name, { form, bytes, make, notice }) => {
  it('is told of an issue as the golden file says', () => {
    const body = make(tellingOf([{ issue: fullIssue(), news: 'changed' }]))
    expect(JSON.parse(JSON.stringify(body))).toEqual(golden(name))
  })

  it('gets what its published form allows, whatever the texts are, and never too much', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const body = make(nastyTelling(seed))
      const result = form.safeParse(body)
      expect(result.error?.issues ?? [], `seed ${seed}`).toEqual([])
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(bytes)
    }
  })

  it('gets notices in the same form, of every kind, one or fifty', () => {
    for (const telling of noticeTellings()) {
      const body = notice(telling)
      expect(form.safeParse(body).error?.issues ?? []).toEqual([])
      expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(bytes)
      expect(JSON.stringify(body).includes('earshot.example')).toBe(telling.link !== null)
    }
  })

  it('gets a link only where the site has an address', () => {
    const entries = [{ issue: fullIssue(), news: 'opened' as const }]
    expect(JSON.stringify(make(tellingOf(entries)))).toContain('https://earshot.example/digital')
    expect(JSON.stringify(make(tellingOf(entries, { linkTo: () => null })))).not.toContain('earshot.example')
  })
})

/** Of each kind, and of some of them as many as one message tells of. */
function noticeTellings(): readonly NoticeTelling[] {
  const link = 'https://earshot.example/digital#day'
  const sourceId = 'a'.repeat(64)
  const kinds = VOLUME_CHANGES.map((kind) =>
    buildNotice({ kind, noticeId: kind, sourceId: kind.startsWith('source') ? sourceId : null }),
  )
  const many = Array.from({ length: 50 }, (_, at) => kinds[at % kinds.length] ?? buildNotice())
  return [
    ...kinds.map((one) => ({ deliveryId: 'msg_1', notices: [one], link })),
    { deliveryId: 'msg_2', notices: many, link: null },
  ]
}

describe('a feed that is silent, and delivers again,', () => {
  const told = (kind: VolumeChange): NoticeTelling => ({
    deliveryId: 'msg_1',
    notices: [
      buildNotice({
        kind,
        sourceId: 'survey',
        noticeId: kind,
        sinceAt: wallMs(Date.UTC(2026, 10, 27, 14, 5)),
      }),
    ],
    link: null,
  })

  it('is an incident of PagerDuty from its beginning to its end', () => {
    const key = { dedup_key: 'earshot-feed-survey', routing_key: KEY }
    expect(pagerdutyNotice(told('source-stopped'), KEY)).toMatchObject({
      ...{ ...key, event_action: 'trigger' },
      payload: { summary: 'The feed survey has been silent since 2026-11-27 14:05 UTC', severity: 'warning' },
    })
    expect(pagerdutyNotice(told('source-resumed'), KEY)).toMatchObject({ ...key, event_action: 'resolve' })
  })

  it('is one alert of Alertmanager, which its end ends', () => {
    const [begun, ended] = (['source-stopped', 'source-resumed'] as const).map(
      (kind) => (alertmanagerNotices(told(kind)) as { labels: unknown; endsAt: string }[])[0],
    )
    expect(begun?.labels).toEqual({ alertname: 'EarshotFeedSilent', severity: 'medium', feed: 'survey' })
    expect(ended?.labels).toEqual(begun?.labels)
    expect(Date.parse(begun?.endsAt ?? '') - Date.parse(ended?.endsAt ?? '')).toBe(24 * 3_600_000)
  })

  it('is the subject of an event with the whole notice', () => {
    expect(cloudeventsNotice(told('source-stopped'))).toMatchObject({
      ...{ type: 'earshot.notice.source-stopped', subject: 'survey', source: '/digital' },
      data: { kind: 'source-stopped', sourceId: 'survey' },
    })
  })
})

describe('PagerDuty', () => {
  const CASES = [
    [{}, 'trigger'],
    [{ state: 'acknowledged' }, 'acknowledge'],
    [{ state: 'fixed' }, 'acknowledge'],
    [{ active: false }, 'resolve'],
    [{ state: 'verified' }, 'resolve'],
    [{ state: 'closed', active: false }, 'resolve'],
    [{ timesReopened: 2 }, 'trigger'],
  ] as const
  it.each(CASES)('for %j: %s, always under the same key', (change, action) => {
    const body = pagerdutyBody(tellingOf([{ issue: buildIssue(change), news: 'changed' }]), KEY)
    expect(body).toMatchObject({ event_action: action, dedup_key: 'earshot-issue-1', routing_key: KEY })
  })
})

describe('Alertmanager', () => {
  const at = tellingOf([]).at

  it('holds an alert as open for four repeats, then forgets it if nobody repeats it', () => {
    const open = tellingOf([{ issue: fullIssue(), news: 'repeated' }], { repeatIntervalMs: 60_000 })
    expect(alertmanagerBody(open)).toMatchObject([{ endsAt: new Date(at + 240_000).toISOString() }])
  })

  it('is told of the end by its time, under the same labels', () => {
    const labels = (issue = fullIssue()): unknown =>
      (alertmanagerBody(tellingOf([{ issue, news: 'over' }])) as { labels: unknown }[])[0]?.labels
    const over = fullIssue({ state: 'closed', active: false, owner: null, title: 'Other words' })
    expect(labels(over)).toEqual(labels())
    expect(alertmanagerBody(tellingOf([{ issue: over, news: 'over' }]))).toMatchObject([
      { endsAt: new Date(over.updatedAt).toISOString() },
    ])
  })
})
