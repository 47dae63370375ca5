import type { CodeId, HeardContact, JourneyStep } from '../../contracts/contact.ts'
import type { DigitalFeedback } from '../../contracts/digital-feedback.ts'
import type { AboutChannel, CodeSearch } from './code-search.ts'
import { moodOfWriting } from './mood.ts'

/** The contact that feedback is: the customer's words alone, with the codes that were found in them. */
export function feedbackContact(feedback: DigitalFeedback, search: CodeSearch): HeardContact {
  const { channel, sourceId, rating, language } = feedback
  const texts = customerTexts(feedback)
  const { codes, step } = searchAll(texts, feedback, search)
  return {
    id: `${sourceId}:${feedback.feedbackId}`,
    channel,
    step,
    at: feedback.at,
    authorKey: feedback.authorKey,
    language,
    codes,
    texts,
    rating: rating?.value ?? null,
    sourceId,
    mood: moodOfWriting(texts.join('\n'), language, rating),
    callId: null,
    atMs: null,
    queue: feedback.queue,
  }
}

/** A chat goes by what the customer wrote in it. */
function customerTexts({ text, turns }: DigitalFeedback): readonly string[] {
  const written = turns.filter(({ party }) => party === 'customer').map((turn) => turn.text)
  return (written.length === 0 ? [text] : written).filter((one) => one !== '')
}

function searchAll(
  texts: readonly string[],
  { channel, step }: DigitalFeedback,
  search: CodeSearch,
): { readonly codes: readonly CodeId[]; readonly step: JourneyStep | null } {
  const codes = new Set<CodeId>()
  let foundStep: JourneyStep | null = null
  let about: AboutChannel | null = null
  for (const text of texts) {
    const found = search.find({ channel, step, about, text })
    for (const code of found.codes) codes.add(code)
    if (found.codes.length > 0) foundStep ??= found.step
    about = found.about
  }
  return { codes: [...codes], step: foundStep ?? step }
}
