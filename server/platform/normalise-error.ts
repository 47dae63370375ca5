/** Whatever was thrown, as an Error; use it in every catch. */
export function normaliseError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  return new Error(typeof thrown === 'string' ? thrown : 'a value that is not an error was thrown', {
    cause: thrown,
  })
}
