const UNITS: Readonly<Record<string, string>> = { ms: 'ms', s: 's', m: 'min', h: 'h', d: 'days' }

/** A duration as a rule file has it (`30s`), as one writes it (`30 s`); an ellipsis for anything else. */
export function durationWords(value: unknown): string {
  const [, count = '', unit = ''] =
    typeof value === 'string' ? (/^([\d.]+)(ms|s|m|h|d)$/.exec(value) ?? []) : []
  if (count === '') return '…'
  return `${count} ${unit === 'd' && count === '1' ? 'day' : (UNITS[unit] ?? unit)}`
}
