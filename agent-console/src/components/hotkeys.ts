/** What a key press is about: typing in a field is never a command. */
export function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath()
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'range'].includes(target.type)
  return target.isContentEditable || target.matches('textarea, select')
}

/** The key, lower case, when pressed alone; null for combinations, which belong to the browser. */
export function plainKey(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return null
  return event.key.length === 1 ? event.key.toLowerCase() : event.key
}
