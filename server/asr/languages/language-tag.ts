/** Whether two BCP 47 tags are the same; capitals mean nothing (RFC 5646 section 2.1.1). */
export function isSameTag(tag: string, other: string): boolean {
  return tag.toLowerCase() === other.toLowerCase()
}

/** Whether two tags name one language, whatever the region: `en-US` and `en-GB` are both `en`. */
export function isSameLanguage(tag: string, other: string): boolean {
  return isSameTag(primary(tag), primary(other))
}

function primary(tag: string): string {
  return tag.split('-')[0] ?? tag
}
