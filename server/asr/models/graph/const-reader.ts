import type { ByteReader } from './byte-reader.ts'
import { FIELD_AT, type FstHeader } from './fst-header.ts'
import { GraphFormatError } from './graph-format-error.ts'

const ALIGNED_VERSION = 1
const VERSION = 2
const ALIGNMENT = 16
const WORDS_PER_STATE = 5
const WORDS_PER_ARC = 4

export interface ConstArc {
  readonly inputLabel: number
  readonly outputLabel: number
  readonly weight: number
  readonly target: number
}

/** A graph of type `const`, as it lies in the file. */
export interface ConstGraph {
  readonly states: number
  readonly arcs: number
  final(state: number): number
  /** Index of a state's first arc; its arcs follow each other. */
  firstArc(state: number): number
  arcCount(state: number): number
  /** How many of a state's arcs have input label 0, and how many output label 0. */
  epsilonCounts(state: number): readonly [number, number]
  arc(index: number): ConstArc
}

/**
 * Reads the body of an OpenFst file of type `const`. Source: OpenFst 1.7.9, `const-fst.h`.
 *
 * @throws GraphFormatError
 */
export function readConstGraph(reader: ByteReader, header: FstHeader): ConstGraph {
  const { states, arcs, version } = header
  if (version !== ALIGNED_VERSION && version !== VERSION) {
    const expected = `version ${ALIGNED_VERSION} or ${VERSION} of type const`
    throw new GraphFormatError({ offset: FIELD_AT.version, expected, found: String(version) })
  }
  for (const [field, count] of [
    ['states', states],
    ['arcs', arcs],
  ] as const) {
    if (count >= 0) continue
    const expected = `the number of ${field}`
    throw new GraphFormatError({ offset: FIELD_AT[field], expected, found: String(count) })
  }
  const padded = version === ALIGNED_VERSION || header.aligned
  if (padded) reader.align(ALIGNMENT, 'padding before the states')
  const state = reader.uint32Array(states * WORDS_PER_STATE, 'the states')
  if (padded) reader.align(ALIGNMENT, 'padding before the arcs')
  const arc = reader.int32Array(arcs * WORDS_PER_ARC, 'the arcs')
  reader.expectEnd()

  const finals = new Float32Array(state.buffer)
  const weights = new Float32Array(arc.buffer)
  return {
    states,
    arcs,
    final: (index) => finals[index * WORDS_PER_STATE] ?? NaN,
    firstArc: (index) => state[index * WORDS_PER_STATE + 1] ?? -1,
    arcCount: (index) => state[index * WORDS_PER_STATE + 2] ?? -1,
    epsilonCounts: (index) => [
      state[index * WORDS_PER_STATE + 3] ?? -1,
      state[index * WORDS_PER_STATE + 4] ?? -1,
    ],
    arc: (index) => {
      const at = index * WORDS_PER_ARC
      return {
        inputLabel: arc[at] ?? -1,
        outputLabel: arc[at + 1] ?? -1,
        weight: weights[at + 2] ?? NaN,
        target: arc[at + 3] ?? -1,
      }
    },
  }
}
