import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../../server/feedback/form/fault.ts'
import { htmlText } from '../../../../server/feedback/read/html-text.ts'
import { mailEntry } from '../../../../server/feedback/read/mail-entry.ts'
import { replyText } from '../../../../server/feedback/read/reply-text.ts'
import { collect } from '../../../helpers/collect.ts'

async function readMail(lines: readonly string[]): Promise<Entry> {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(lines.join('\r\n'))
  }
  const [entry] = await collect(mailEntry(body(), { messageIdOf: (id) => `<${id.length}>` }))
  if (entry === undefined) throw new Error('nothing was read')
  return entry
}

const HEAD = ['From: Ann Miller <ann@example.com>', 'Subject: Pay', 'Message-ID: <1@example.com>']

describe('mailEntry', () => {
  it('takes head and own words', async () => {
    const date = 'Date: Sun, 01 Mar 2026 14:30:00 +0100'
    const head = [...HEAD, date, 'Content-Language: de-AT, en']
    expect(await readMail([...head, '', 'It freezes.', '', '> old', '-- ', 'Ann'])).toEqual({
      line: 1,
      value: {
        id: 'mail-<15>',
        author: 'ann@example.com',
        at: Date.UTC(2026, 2, 1, 13, 30),
        language: 'de-AT',
        subject: 'Pay',
        channel: 'email',
        text: 'It freezes.',
      },
    })
  })

  it('takes the plain one of two forms, decodes it, and leaves attachments out', async () => {
    const entry = await readMail([
      'From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.com>',
      'Subject: =?UTF-8?B?UsO8Y2tnYWJl?=',
      'Content-Type: multipart/mixed; boundary=m',
      '',
      '--m',
      'Content-Type: multipart/alternative; boundary=a',
      '',
      '--a',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'F=FCr die R=FCckga=',
      'be',
      '--a',
      'Content-Type: text/html',
      '',
      '<p>other</p>',
      '--a--',
      '--m',
      'Content-Type: image/png',
      'Content-Disposition: attachment; filename="4539.png"',
      'Content-Transfer-Encoding: base64',
      '',
      'AAAA',
      '--m--',
    ])
    expect(entry).toMatchObject({
      value: { subject: 'Rückgabe', text: 'Für die Rückgabe', author: 'j@example.com' },
    })
  })

  it('takes the words of a mail that has no plain text', async () => {
    const html = '<div>It <b>freezes</b>.</div><blockquote>old</blockquote>'
    expect(await readMail([...HEAD, 'Content-Type: text/html', '', html])).toMatchObject({
      value: { text: 'It freezes.' },
    })
  })

  it.each([
    ['Re: Pay', 'Pay'],
    ['AW: WG: Re: Pay', 'Pay'],
    ['Regarding: Pay', 'Regarding: Pay'],
  ])('takes marks of answers off the subject: %s', async (given, subject) => {
    expect(await readMail([`Subject: ${given}`, '', 'a'])).toMatchObject({ value: { subject } })
  })

  it('looks at the beginning of a long mail alone, and refuses one that is too large', async () => {
    const long = Array.from({ length: 100_000 }, (_, at) => `line ${at}`)
    const entry = await readMail([...HEAD, '', ...long])
    const { text } = (entry as { value: { text: string } }).value
    expect(text.startsWith('line 0\nline 1\n')).toBe(true)
    expect(text.split('\n').length).toBeLessThan(5000)
    expect(await readMail([...HEAD, '', 'x'.repeat(9_000_000)])).toHaveProperty('value')
    await expect(readMail([...HEAD, '', 'x'.repeat(11_000_000)])).rejects.toMatchObject({
      code: 'FRAME_TOO_LARGE',
    })
  })

  it('refuses what a program sent by itself, and what is no mail', async () => {
    expect(await readMail([...HEAD, 'Auto-Submitted: auto-replied', '', 'I am away.'])).toMatchObject({
      faults: [{ field: 'Auto-Submitted' }],
    })
    expect(await readMail([...HEAD, 'Auto-Submitted: no', '', 'a'])).toHaveProperty('value')
    expect(await readMail(['', 'a'])).toHaveProperty('faults')
    const head = Array.from({ length: 40_000 }, (_, at) => `X-${at}: ${'y'.repeat(20)}`)
    expect(await readMail([...head, '', 'a'])).toHaveProperty('faults')
  })
})

describe('replyText leaves out', () => {
  it.each([
    ['what is quoted below', 'It freezes.\n\nOn Monday Bob wrote:\n> Try again.\n> Bob', 'It freezes.'],
    ['what is quoted above', 'On Monday Bob wrote:\n> Try again.\n\nIt freezes.', 'It freezes.'],
    ['what is quoted between', '> Does it work?\nNo.\n> And now?\nNo.', 'No.\nNo.'],
    [
      'an attribution over two lines',
      'No.\nOn Monday, 1 March 2026 at 14:30\nBob <b@x.io> wrote:\n\n> hi',
      'No.',
    ],
    ['an attribution in German', 'Nein.\nAm 1. März schrieb Bob:\n> hallo', 'Nein.'],
    ['the original message', 'No.\n-----Original Message-----\nFrom: Bob\nhi', 'No.'],
    ['the head that Outlook repeats', 'No.\n\nFrom: Bob\nSent: Monday\nTo: Ann\n\nhi', 'No.'],
    ['what follows a line', `No.\n${'_'.repeat(32)}\nhi`, 'No.'],
    ['a signature', 'No.\n-- \nAnn\n0123', 'No.'],
    ['what telephones add', 'No.\n\nSent from my iPhone', 'No.'],
  ])('%s', (_, text, expected) => {
    expect(replyText(text)).toBe(expected)
    expect(replyText(text.replaceAll('\n', '\r\n'))).toBe(expected)
  })

  it.each([
    'She wrote:\nit does not work',
    'From: the shop\nit came late',
    'a -- b\n--\u00a0c',
    '> only quoted',
  ])('nothing of %j', (text) => {
    expect(replyText(text)).toBe(text)
  })
})

describe('htmlText', () => {
  it.each([
    ['lines', '<p>a</p><p>b<br/>c</p><div>d</div>', 'a\nb\nc\nd'],
    ['entities', 'a &amp; b&nbsp;&lt;c&gt; &#8364; &#x1F600; &unknown; &#0;', 'a & b <c> € 😀 &unknown;'],
    [
      'nothing that is not shown',
      '<head><title>t</title></head><style>p{}</style><SCRIPT>x</SCRIPT ><!-- c -->a',
      'a',
    ],
    ['nothing after what does not end', 'a<script>b', 'a'],
    ['nothing that is quoted', '<div>a</div><div class="gmail_quote">On Monday…</div>', 'a'],
    ['what is quoted alone', '<blockquote>a</blockquote>', 'a'],
    ['signs that are no tags', 'a < b and b > a', 'a < b and b > a'],
  ])('gives %s', (_, html, expected) => {
    expect(htmlText(html)).toBe(expected)
  })

  it.each(['<', '<!--', '<style>', '<style ', '<a ', '<a class=', '&#1', ' \n', '</', '<div><'])(
    'takes no longer over %j, a hundred thousand times, than over prose',
    (piece) => {
      // An end of its own: what grows with the square of the length would take hours.
      expect(htmlText(piece.repeat(100_000)).length).toBeLessThanOrEqual(1_000_000)
    },
  )
})
