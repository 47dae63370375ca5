/** For so long after somebody spoke of a number, in milliseconds of call time, a number is expected. */
export const CUE_MS = 20_000

const CUES: ReadonlySet<string> = new Set(
  (
    'number numbers digit digits card account pin code passcode cvv cvc security social ssn phone telephone ' +
    'mobile reference policy claim order routing sort ending expiry expires password postcode zip birth'
  ).split(' '),
)

/** Whether words name something whose number may be said next, by whoever answers. */
export function hasCue(texts: readonly string[]): boolean {
  return texts.some((text) => CUES.has(text.toLowerCase()))
}
