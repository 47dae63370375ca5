/** The same values in an array with room for at least `length`; doubled when it must grow. */
export function growFloats(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const roomy = new Float64Array(
    length <= values.length ? values.length : Math.max(length, values.length * 2),
  )
  roomy.set(values)
  return roomy
}
