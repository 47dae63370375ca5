import { onlyNotice, type NoticeTelling, type Telling } from './telling.ts'

/** An event of CloudEvents 1.0 in structured JSON; `data` is the `Issue` of our own API. */
export function cloudeventsBody({ deliveryId, entries, linkTo }: Telling): unknown {
  const entry = entries[0]
  if (entry === undefined) throw new TypeError('a message without an issue')
  const { issue, news } = entry
  return {
    specversion: '1.0',
    id: deliveryId,
    // A relative reference where the site has no public address; the specification allows it.
    source: linkTo(issue.issueId)?.split('?')[0] ?? '/digital',
    type: `earshot.issue.${news ?? 'repeated'}`,
    subject: issue.issueId,
    time: new Date(issue.updatedAt).toISOString(),
    datacontenttype: 'application/json',
    data: issue,
  }
}

/** `data` is the `VolumeNotice` of our own API. */
export function cloudeventsNotice(telling: NoticeTelling): unknown {
  const notice = onlyNotice(telling)
  return {
    specversion: '1.0',
    id: telling.deliveryId,
    source: telling.link ?? '/digital',
    type: `earshot.notice.${notice.kind}`,
    subject: notice.sourceId ?? 'contacts',
    time: new Date(notice.at).toISOString(),
    datacontenttype: 'application/json',
    data: notice,
  }
}
