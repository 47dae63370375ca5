/** What mail programs put between an answer and the message that it answers. */
const SEPARATORS = [
  /^\s*-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|原始邮件)\s*-{2,}\s*$/iu,
  /^\s*_{20,}\s*$/u,
]

/** The head that Outlook repeats: a sender, and a date in one of the next lines. */
const SENDER = /^\s*\*?(?:from|von|de|da|发件人)\s?[:：]\*?\s/iu
const SENT = /^\s*\*?(?:sent|date|gesendet|datum|envoyé|enviado|fecha|inviato|data|发送时间|日期)\s?[:：]/iu

/** "On Monday Ann wrote:", which stands before what is quoted, over one or two lines. */
const ATTRIBUTION = /(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|写道)\s?.{0,200}[:：]\s*$/iu

const QUOTED = /^\s*>/u
/** Two hyphens and a space begin the signature (RFC 3676 section 4.3); the space is often lost. */
const SIGNATURE = /^-- ?$/u
const MOBILE_SIGNATURE =
  /^\s*(?:sent from my|von meinem .{1,30} gesendet|envoyé de mon|enviado desde mi)\b.{0,60}$/iu

/**
 * What somebody wrote in a mail, without what it answers and without the signature. Pure. Where nothing is left, the
 * text is a forwarded or quoted message alone, and stays.
 */
export function replyText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/u)
  const end = lines.findIndex((line, at) => isSeparator(line, lines.slice(at + 1, at + 4)))
  const own = (end < 0 ? lines : lines.slice(0, end)).filter((line, at, all) => {
    if (QUOTED.test(line)) return false
    return !isAttribution(line, all.slice(at + 1, at + 4))
  })
  const signature = own.findIndex((line) => SIGNATURE.test(line))
  const said = (signature < 0 ? own : own.slice(0, signature)).filter((line) => !MOBILE_SIGNATURE.test(line))
  const reply = said.join('\n').trim()
  return reply === '' ? text.trim() : reply
}

function isSeparator(line: string, next: readonly string[]): boolean {
  return (
    SEPARATORS.some((form) => form.test(line)) || (SENDER.test(line) && next.some((each) => SENT.test(each)))
  )
}

/** Only before a quotation: people write "she wrote:" as well. */
function isAttribution(line: string, next: readonly string[]): boolean {
  const following = next.filter((each) => each.trim() !== '')
  const [first = '', second = ''] = following
  if (ATTRIBUTION.test(line)) return QUOTED.test(first)
  return /^\s*(?:on|am|le|el|il)\s/iu.test(line) && ATTRIBUTION.test(first) && QUOTED.test(second)
}
