import { createTransport } from 'nodemailer'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { MailText } from '../shapes/mail.ts'
import { DELIVERED, codeOf, failed, type Attempt } from './attempt.ts'

export interface Mail extends MailText {
  readonly to: readonly string[]
  /** Names the message: a mail that comes twice is recognised by it. */
  readonly deliveryId: string
  /** Mails of one group are shown as one conversation. */
  readonly thread: string
}

export interface Mailer {
  /** Never rejects. When the signal ends it, the mail may still go out, and comes again under the same id. */
  send(mail: Mail, signal: AbortSignal): Promise<Attempt>
  close(): void
}

interface MailerOptions {
  /** Such as `smtps://user:password@mail.example:465`. The operator names it, so its address may be private. */
  readonly url: string
  readonly from: string
  readonly timeoutMs: number
}

export function createMailer({ url, from, timeoutMs }: MailerOptions): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'earshot'
  return {
    async send({ to, subject, text, html, deliveryId, thread }, signal) {
      const sent = transport.sendMail({
        from,
        to: [...to],
        subject,
        text,
        html,
        messageId: `<${deliveryId}@${domain}>`,
        references: `<${thread}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return unlessStopped(
        sent.then(({ rejected }) => attemptOfMail(rejected.length, to.length), attemptOfMailError),
        signal,
      )
    },
    close: () => transport.close(),
  }
}

/** To try again would send it to the others again; so it is shown, and a person decides. */
function attemptOfMail(refused: number, recipients: number): Attempt {
  if (refused === 0) return DELIVERED
  const error = `The mail server refused ${refused} of ${recipients} recipients; the others have it.`
  return failed(error, { permanent: true })
}

/** A mail server that is slow does not hold up the end of the process. */
async function unlessStopped(attempt: Promise<Attempt>, signal: AbortSignal): Promise<Attempt> {
  const { promise, resolve } = Promise.withResolvers<Attempt>()
  const onStop = (): void => resolve(failed('The server was stopped.'))
  signal.addEventListener('abort', onStop)
  if (signal.aborted) onStop()
  try {
    return await Promise.race([attempt, promise])
  } finally {
    signal.removeEventListener('abort', onStop)
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server refuses our name and password.',
  ECONNECTION: 'The mail server cannot be reached.',
  ECONNREFUSED: 'The mail server refuses connections.',
  ESOCKET: 'The connection to the mail server failed.',
  EDNS: "The mail server's name is not known.",
  ETIMEDOUT: 'The mail server did not answer in time.',
  ETLS: 'The mail server offers no encryption that we accept.',
}

/** A refused recipient or text stays refused (5yz, RFC 5321 section 4.2.1); a refused log-in is the operator's to mend. */
function attemptOfMailError(thrown: unknown): Attempt {
  const error = normaliseError(thrown)
  const code = codeOf(error)
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null
  if (status !== null && code !== 'EAUTH') {
    return failed(`The mail server answered ${status}.`, { permanent: status >= 500 })
  }
  return failed(
    (code === null ? undefined : CAUSES[code]) ?? `Sending the mail failed (${code ?? 'no code'}).`,
  )
}
