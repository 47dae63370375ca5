import type { z } from 'zod'

/** What zod hands to a check. */
type Payload = Parameters<z.core.CheckFn<object>>[0]

/** For JSON Schema: a map with one key. */
export const ONE_KEY = { minProperties: 1, maxProperties: 1 }

/** A check of maps that are one of several things, by their only key: says which were found instead. */
export function exactlyOne(known: readonly string[]): (payload: Payload) => void {
  return ({ value, issues }) => {
    const message = hasUnknownKey(issues) ? null : notOne(known, keysOf(value))
    if (message !== null) issues.push({ code: 'custom', input: value, message })
  }
}

/** What is wrong with these being there together, or with none of them; null when it is one. */
export function notOne(known: readonly string[], found: readonly string[]): string | null {
  return found.length === 1 ? null : `expected exactly one of ${known.join(', ')}, found ${listOf(found)}`
}

/** A check of maps that need some of these keys; which go together is for others to say. */
export function atLeastOne(known: readonly string[]): (payload: Payload) => void {
  return ({ value, issues }) => {
    if (hasUnknownKey(issues) || keysOf(value).some((key) => known.includes(key))) return
    const message = `expected at least one of ${known.join(', ')}, found ${listOf(keysOf(value))}`
    issues.push({ code: 'custom', input: value, message })
  }
}

/** The keys that have a value. */
export function keysOf(value: object): readonly string[] {
  return Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [key]))
}

/**
 * For maps that are one of several forms: an unknown key ends the reading. Else the form that refuses nothing but
 * keys would be taken for the one that was meant.
 */
export function unknownKeysEnd({ issues }: Payload): void {
  for (const [index, issue] of issues.entries()) {
    if (isUnknownKey(issue)) issues[index] = { ...issue, continue: false }
  }
}

/** An unknown key is told by itself; it was meant to be one of those that now seem to be missing. */
export function hasUnknownKey(issues: Payload['issues']): boolean {
  return issues.some(isUnknownKey)
}

function isUnknownKey({ code, path }: Payload['issues'][number]): boolean {
  return code === 'unrecognized_keys' && (path ?? []).length === 0
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(' and ')
}
