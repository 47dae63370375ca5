const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a duration such as `300ms`, `30s`, `5m`, `1.5h` or `7d`; null when it has another form. */
export function parseDuration(text: string): number | null {
  const parts = FORM.exec(text)
  const unitMs = UNIT_MS[parts?.[2] ?? '']
  return parts === null || unitMs === undefined ? null : Number(parts[1]) * unitMs
}
