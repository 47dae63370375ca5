/** What was typed or chosen in the field that an event is about. */
export function valueOf(event: Event): string {
  const { target } = event
  return target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
    ? target.value
    : ''
}

/** A number that was typed; null for none. */
export function numberOf(event: Event): number | null {
  const text = valueOf(event).trim()
  const value = Number(text)
  return text === '' || !Number.isFinite(value) ? null : value
}
