/** A whisper and a digital team's line are people's words, which nothing that is about rules holds back. */
const PEOPLES_LINES = /^(?:whisper$|issue\.)/

export function isPeoplesLine(ruleId: string): boolean {
  return PEOPLES_LINES.test(ruleId)
}
