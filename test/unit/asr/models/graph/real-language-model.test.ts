import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rewriteGraph } from '../../../../../server/asr/models/graph/rewrite-graph.ts'
import { testModelDir } from '../../../../helpers/model.ts'

const HEADER_BYTES = 65
const STATES = 196_557
const ARCS = 2_195_831

/**
 * Header, states and arcs of the file that OpenFst 1.7.9 makes of the small English model's language model:
 * `fstconvert --fst_type=const Gr.fst`, without the symbol tables, which it writes in another order.
 */
const BY_OPENFST = 'b061e611e447ebf315df85669934d3f862cf15969dbc323f8ab01cb60f935f1a'

let folder: string
let rewritten: Buffer
let counts: unknown

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-graph-'))
  const graph = join(testModelDir(), 'graph')
  const kept = join(graph, 'Gr.ngram.fst')
  const to = join(folder, 'Gr.fst')
  counts = rewriteGraph({ from: existsSync(kept) ? kept : join(graph, 'Gr.fst'), to })
  rewritten = readFileSync(to)
  // A second and a half of computing, on a machine that may have much else to do.
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the language model of the small English model', () => {
  it('passes the comparison of every state and arc', () => {
    expect(counts).toEqual({ states: STATES, arcs: ARCS })
  })

  it('becomes what OpenFst makes of it', () => {
    const hash = createHash('sha256')
    hash.update(rewritten.subarray(0, HEADER_BYTES))
    hash.update(rewritten.subarray(rewritten.length - STATES * 20 - ARCS * 16))
    expect(hash.digest('hex')).toBe(BY_OPENFST)
  })
})
