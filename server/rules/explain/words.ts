/** Call time for reading: `1:12.4`. */
export function clock(ms: number): string {
  const tenths = Math.floor(Math.max(0, ms) / 100)
  const rest = `${(Math.floor(tenths / 10) % 60).toString().padStart(2, '0')}.${tenths % 10}`
  return `${Math.floor(tenths / 600)}:${rest}`
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** `one word differs`, `two words differ`. */
export function wordsDiffer(count: number): string {
  return count === 1 ? 'one word differs' : `${NUMBERS[count] ?? count} words differ`
}
