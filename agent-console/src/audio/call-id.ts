/** A call id that nobody else has, with a prefix that says where it came from. */
export function newCallId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(5))
  return `${prefix}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
