import { createServer, type AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wallMs } from '../../server/contracts/time.ts'
import { buildIssue, buildNotice } from '../helpers/issue-builders.ts'
import { openNotifyRoom, type NotifyRoom } from '../helpers/notify-room.ts'
import { until } from '../helpers/until.ts'

interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
}

let server: SMTPServer
let mails: ReceivedMail[]
/** The status with which the next texts are refused. */
let refusals: number[]
/** Recipients that the server does not know. */
let unknown: string[]
let room: NotifyRoom

beforeEach(async () => {
  mails = []
  refusals = []
  unknown = []
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth(auth, _session, done) {
      done(null, auth.username === 'earshot' && auth.password === 'pw' ? { user: 'earshot' } : {})
    },
    onRcptTo({ address }, _session, done) {
      done(unknown.includes(address) ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null)
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const status = refusals.shift()
        if (status !== undefined) {
          done(Object.assign(new Error('refused'), { responseCode: status }))
          return
        }
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const to = envelope.rcptTo.map(({ address }) => address)
        mails.push({ from, to, text: Buffer.concat(chunks).toString('utf8') })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  room = await openNotifyRoom({
    smtp: { url: `smtp://earshot:pw@127.0.0.1:${port}`, from: 'Earshot <earshot@shop.example>' },
  })
})

afterEach(async () => {
  await room.close()
  await new Promise<void>((resolve) => server.close(resolve))
})

const TARGET = { type: 'email', to: ['web-team@shop.example', 'duty@shop.example'] } as const

describe('a mail', () => {
  it('goes to all, as text and as HTML, and says what it is about', async () => {
    await room.subscribe({ target: TARGET })
    await room.publish(buildIssue({ title: 'Payment <b>page</b>\r\nBcc: all@shop.example' }))
    await until('the mail', () => mails.length === 1)
    const [mail] = mails
    expect(mail?.from).toBe('earshot@shop.example')
    expect(mail?.to).toEqual(TARGET.to)
    // Long header lines are folded (RFC 5322 section 2.2.3).
    const text = (mail?.text ?? '').replaceAll('\r\n ', ' ')
    expect(text).toContain('Subject: [Earshot] high: New issue: Payment <b>page</b> Bcc: all@shop.example')
    expect(text).not.toMatch(/^Bcc:/m)
    expect(text).toContain('Content-Type: text/plain; charset=utf-8')
    expect(text).toContain('Content-Type: text/html; charset=utf-8')
    expect(text).toContain('&lt;b&gt;page&lt;/b&gt;')
    expect(text).toContain('https://earshot.example/digital?issue')
    expect(text).toMatch(/^Message-ID: <msg_[0-9a-f-]+@shop\.example>$/m)
    expect(text).toMatch(/^References: <earshot-issue-1@shop\.example>$/m)
  })

  it('tells of contacts and feeds to those who ask for it, as a conversation of its own', async () => {
    await room.subscribe({ target: TARGET, notices: true })
    await room.notice(buildNotice({ kind: 'source-stopped', sourceId: 'survey', at: wallMs(Date.now()) }))
    await until('the mail', () => mails.length === 1)
    const text = (mails[0]?.text ?? '').replaceAll('\r\n ', ' ')
    expect(text).toContain('Subject: [Earshot] The feed survey has been silent since')
    expect(text).toMatch(/^References: <earshot-notices@shop\.example>$/m)
    expect(text).toContain('https://earshot.example/digital#day')
  })

  it('is sent again after a passing refusal, under the same id, and not after a lasting one', async () => {
    refusals = [451, 554]
    await room.subscribe({ target: TARGET })
    await room.publish(buildIssue())
    await until('a dead letter', async () => (await room.state()).deadLetters === 1)
    expect(mails).toEqual([])
    const state = await room.state()
    expect(state.lastError).toBe('The mail server answered 554.')
    const [dead] = await room.notify.desk.deadLetters(state.subscription.subscriptionId)
    expect(dead?.attempts).toBe(2)
  })

  it('that reaches only some is shown as a dead letter', async () => {
    unknown = ['duty@shop.example']
    await room.subscribe({ target: TARGET })
    await room.publish(buildIssue())
    await until('a dead letter', async () => (await room.state()).deadLetters === 1)
    expect(mails.map(({ to }) => to)).toEqual([['web-team@shop.example']])
    const { lastError } = await room.state()
    expect(lastError).toBe('The mail server refused 1 of 2 recipients; the others have it.')
  })

  it('to nobody it knows is a dead letter, too', async () => {
    unknown = [...TARGET.to]
    await room.subscribe({ target: TARGET })
    await room.publish(buildIssue())
    await until('a dead letter', async () => (await room.state()).deadLetters === 1)
    expect((await room.state()).lastError).toBe('The mail server answered 550.')
  })

  it('waits while the mail server is away', async () => {
    await new Promise<void>((resolve) => server.close(resolve))
    await room.subscribe({ target: TARGET })
    await room.publish(buildIssue())
    await until('a failure', async () => (await room.state()).lastError !== null)
    expect(await room.state()).toMatchObject({ waiting: 1, deadLetters: 0 })
    expect(room.logged()).not.toContain('shop.example')
  })

  it('does not hold up the end of the process', async () => {
    let connections = 0
    // It never says a word.
    const silent = createServer((socket) => {
      connections += 1
      socket.on('error', () => socket.destroy())
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    await room.close()
    const smtp = { url: `smtp://127.0.0.1:${port}`, from: 'earshot@shop.example' }
    room = await openNotifyRoom({ smtp, timeoutMs: 3_600_000 })
    await room.subscribe({ target: TARGET })
    await room.publish(buildIssue())
    await until('a connection', () => connections === 1)
    await room.restart()
    expect(await room.state()).toMatchObject({ waiting: 1, lastError: null })
    silent.close()
  })
})
