/** The token in what a person pasted: a whole sign-in link, or the token alone. Null when there is none. */
export function tokenFrom(pasted: string): string | null {
  const text = pasted.trim()
  const inLink = /[?&]token=([^&#\s]+)/.exec(text)?.[1]
  if (inLink !== undefined) return decodeURIComponent(inLink)
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? text : null
}
