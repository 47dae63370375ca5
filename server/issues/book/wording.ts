/** Words of something that does not work. */
const BROKEN =
  /\b(error|fail|freez|froze|frozen|crash|broke|stuck|hang|hung|blank|outage|lost|disappear|declin|reject|bug|glitch)|\b(does|did|do|is|was|will|would|can) ?n[o']t\b|\b(can't|cannot|won't|doesn't|didn't|isn't|not working|down|no longer)\b/i

/** Words of something that works and could be better. */
const WISH =
  /\b(wish|easier|simpler|clearer|faster|confus|complicat|cumbersome|unclear|tedious|suggest|prefer|feature)|\b(could|should|would be (nice|good|great|better|helpful)|hard to|difficult to|too many|why (can't|do i have)|instead of having)\b/i

/** How a text talks of what it is about. English only; of other languages neither is found. */
export function wordingOf(text: string): { readonly broken: boolean; readonly wish: boolean } {
  return { broken: BROKEN.test(text), wish: WISH.test(text) }
}
