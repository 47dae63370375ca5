import type { TreeNode } from '../compile/tree.ts'
import { judge, type JudgeOptions, type Judgement } from './judge.ts'

/** The first of these moments at which most of a condition held; null without moments. With pauses in between. */
export function* bestMoment(
  options: JudgeOptions,
  root: TreeNode,
  moments: readonly number[],
): Generator<void, { readonly atMs: number; readonly judged: Judgement } | null> {
  let best: { readonly atMs: number; readonly judged: Judgement } | null = null
  for (const atMs of moments) {
    const judged = judge(options, root, { atMs, sinceMs: -Infinity })
    if (best === null || judged.met > best.judged.met) best = { atMs, judged }
    yield
  }
  return best
}
