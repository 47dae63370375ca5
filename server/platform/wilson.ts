/**
 * Between what bounds a share surely lies, of which `count` of `all` were seen (E. B. Wilson, 1927: "Probable inference,
 * the law of succession, and statistical inference"). `z`: 1.96 for 95 % with both bounds, 1.645 with one of them.
 * Without anything seen it may be everything from 0 to 1.
 */
export function wilsonInterval(count: number, all: number, z: number): readonly [number, number] {
  if (all === 0) return [0, 1]
  const share = count / all
  const z2 = z * z
  const centre = share + z2 / (2 * all)
  const spread = z * Math.sqrt((share * (1 - share)) / all + z2 / (4 * all * all))
  const bound = (edge: number): number => Math.min(1, Math.max(0, edge / (1 + z2 / all)))
  return [bound(centre - spread), bound(centre + spread)]
}
