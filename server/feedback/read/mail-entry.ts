import PostalMime, { type Address, type Email } from 'postal-mime'
import { AppError } from '../../contracts/errors.ts'
import type { Entry } from '../form/fault.ts'
import { htmlText } from './html-text.ts'
import { replyText } from './reply-text.ts'

/** With pictures and other attachments, which are left out. */
const MAX_MAIL_BYTES = 10 * 1024 * 1024

/**
 * So much of a mail is parsed: words come first, attachments behind them. A line costs the parser tens of microseconds,
 * during which nothing else runs.
 */
const PARSED_BYTES = 512 * 1024
const PARSED_LINES = 5000

/** Deeper nesting, and longer heads, are not mail of people. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 64 * 1024 }

export interface MailOptions {
  /** Makes an id that says nothing of the address in it. */
  readonly messageIdOf: (messageId: string) => string
}

/**
 * A mail (RFC 5322, MIME) as one item: subject and own words, from whom, when. What it quotes and its attachments are
 * left out; mail that a program sent by itself (RFC 3834) is a fault.
 * @throws AppError `FRAME_TOO_LARGE` beyond 10 MB.
 */
export async function* mailEntry(
  body: AsyncIterable<Uint8Array>,
  options: MailOptions,
): AsyncGenerator<Entry> {
  const mail = await parse(await readBeginning(body))
  if (mail === null || mail.headers.length === 0) {
    yield { line: 1, faults: [{ field: '', expected: 'expected a message as of RFC 5322' }] }
    return
  }
  const automatic = headerOf(mail, 'auto-submitted')
  if (automatic !== undefined && !/^no\b/i.test(automatic.trim())) {
    const expected = 'expected mail of a person; this one says that a program sent it'
    yield { line: 1, faults: [{ field: 'Auto-Submitted', expected }] }
    return
  }
  yield { line: 1, value: toItem(mail, options) }
}

function toItem(mail: Email, { messageIdOf }: MailOptions): Readonly<Record<string, unknown>> {
  const { messageId, subject, html = '', text = htmlText(html), date } = mail
  const author = addressOf(mail.from) ?? addressOf(mail.sender)
  const language = headerOf(mail, 'content-language')?.split(',')[0]
  const sentAt = date === undefined ? Number.NaN : Date.parse(date)
  return {
    ...(messageId === undefined ? {} : { id: `mail-${messageIdOf(messageId)}` }),
    ...(author === undefined ? {} : { author }),
    ...(Number.isNaN(sentAt) ? {} : { at: sentAt }),
    ...(language === undefined || language.trim() === '' ? {} : { language: language.trim() }),
    ...(subject === undefined
      ? {}
      : { subject: subject.replace(/^(?:\s*(?:re|aw|fwd?|wg|sv)\s*[:：])+\s*/iu, '') }),
    channel: 'email',
    text: replyText(text),
  }
}

/** @throws AppError `FRAME_TOO_LARGE` as soon as the whole is larger than a mail may be. */
async function readBeginning(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    if (bytes < PARSED_BYTES) pieces.push(piece.subarray(0, PARSED_BYTES - bytes))
    bytes += piece.byteLength
    if (bytes > MAX_MAIL_BYTES) throw new AppError('FRAME_TOO_LARGE', 'body: expected at most 10 MB.')
  }
  const beginning = Buffer.concat(pieces)
  let end = 0
  for (let line = 0; line < PARSED_LINES; line += 1) {
    const next = beginning.indexOf('\n', end)
    if (next < 0) return beginning
    end = next + 1
  }
  return beginning.subarray(0, end)
}

async function parse(bytes: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(bytes, LIMITS)
  } catch {
    // Nested too deeply, or a head without end: its text may quote the message.
    return null
  }
}

function headerOf({ headers }: Email, key: string): string | undefined {
  return headers.find((header) => header.key === key)?.value
}

function addressOf(address: Address | undefined): string | undefined {
  if (address === undefined || !('address' in address)) return undefined
  return address.address === '' ? undefined : address.address
}
