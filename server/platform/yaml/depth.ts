import type { Path } from './yaml-source.ts'

/** Values within each other; what reads a file goes down as deep, and a stack has an end. */
export const MAX_DEPTH = 100

/** The path of the first value that lies deeper; null when none does. */
export function tooDeep(root: unknown): Path | null {
  let level: readonly { readonly value: unknown; readonly path: Path }[] = [{ value: root, path: [] }]
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth += 1) {
    level = level.flatMap(({ value, path }) =>
      entriesOf(value).map(([key, below]) => ({ value: below, path: [...path, key] })),
    )
  }
  return level[0]?.path ?? null
}

function entriesOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((entry: unknown, index) => [index, entry] as const)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
