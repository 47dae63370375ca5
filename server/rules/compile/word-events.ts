import type { Party } from '../../contracts/call.ts'
import type { EvidencePart } from '../../contracts/match.ts'
import type { Happened, LeafEvent } from './memory.ts'
import { bestHit, isNear, occasionsOf, type NodeHit } from './occasions.ts'
import { STAY_MS, type PhraseGroup } from './rule.ts'
import type { PhraseRole, TreeNode } from './tree.ts'

/** What was found for one node in one utterance, each role's by start. */
export type HitsByRole = Readonly<Partial<Record<PhraseRole, readonly NodeHit[]>>>

export interface Hearing {
  readonly utteranceId: string
  readonly party: Party
  readonly final: boolean
  /** Words of the row that was searched. */
  readonly rowLength: number
}

/** What happened for a node by the words found: its events, and the hits that they came of. */
export interface WordEvents {
  readonly events: readonly LeafEvent[]
  readonly counted: readonly NodeHit[]
}

const NOTHING: WordEvents = { events: [], counted: [] }

/** Turns hits into events: of a partial those that have stayed long enough, of a final those that are sure enough. */
export function wordEvents(node: TreeNode, hits: HitsByRole, hearing: Hearing): WordEvents {
  const { condition } = node
  switch (condition.kind) {
    case 'said':
      return saidEvents(node, { group: condition, hits: hits.said ?? [], others: () => [] }, hearing)
    case 'near': {
      const to = (hits.to ?? []).filter((hit) => isSure(condition, hit, hearing))
      const near = (hits.said ?? []).filter((hit) => {
        if (!condition.absent) return to.some((other) => isNear(hit, other, condition.words))
        // What is not said near can still be said while few words have followed.
        const isOver = hearing.final || hit.to + condition.words <= hearing.rowLength
        return isOver && !to.some((other) => isNear(hit, other, condition.words))
      })
      const others = (hit: NodeHit): readonly NodeHit[] =>
        condition.absent ? [] : to.filter((other) => isNear(hit, other, condition.words)).slice(0, 1)
      return saidEvents(node, { group: condition, hits: near, others }, hearing)
    }
    case 'absence':
      return missingEvents(node, condition.missing, { hits: hits.missing ?? [], hearing })
    default:
      return NOTHING
  }
}

interface Said {
  readonly group: PhraseGroup
  readonly hits: readonly NodeHit[]
  /** What belongs to a hit beside its words. */
  readonly others: (hit: NodeHit) => readonly NodeHit[]
}

function saidEvents(node: TreeNode, { group, hits, others }: Said, hearing: Hearing): WordEvents {
  if (hits.length === 0) return NOTHING
  const events: LeafEvent[] = []
  const counted: NodeHit[] = []
  for (const occasion of occasionsOf(hits)) {
    const passing = occasion.filter(
      (hit) => hasStayed(group, hit, hearing) && others(hit).every((to) => hasStayed(group, to, hearing)),
    )
    const hit = bestHit(passing)
    if (hit === undefined) continue
    counted.push(...passing)
    const part = partOf(node, { group, hit, hearing })
    const more = others(hit).map((other) => partOf(node, { group, hit: other, hearing }))
    const atMs = node.fromStart ? part.startMs : part.endMs
    const happened: Happened = {
      atMs,
      source: hearing.utteranceId,
      speaker: hearing.party,
      parts: [part, ...more],
    }
    events.push({ node: node.index, missing: false, orderMs: atMs, happened })
  }
  return { events, counted }
}

/** Words that are missing count as soon as they are shown: a prompt that is not needed is worse than a late one. */
function missingEvents(
  node: TreeNode,
  group: PhraseGroup,
  { hits, hearing }: { readonly hits: readonly NodeHit[]; readonly hearing: Hearing },
): WordEvents {
  const counted = hits.filter((hit) => isSure(group, hit, hearing))
  const events = counted.map((hit): LeafEvent => {
    const part = partOf(node, { group, hit, hearing })
    const { utteranceId, party } = hearing
    const happened: Happened = { atMs: hit.startMs, source: utteranceId, speaker: party, parts: [part] }
    return { node: node.index, missing: true, orderMs: hit.startMs, happened }
  })
  return { events, counted }
}

function hasStayed(group: PhraseGroup, hit: NodeHit, hearing: Hearing): boolean {
  if (hearing.final) return isSure(group, hit, hearing)
  const stayMs = STAY_MS[group.timing]
  return stayMs !== null && hit.stayedMs >= stayMs
}

/** The finder has held the words against the lowest score: how well another reading sounds, not how likely it is. */
function isSure(group: PhraseGroup, { confidence }: NodeHit, { final }: Hearing): boolean {
  return !final || confidence === null || confidence >= group.minConfidence
}

function partOf(
  node: TreeNode,
  found: { readonly group: PhraseGroup; readonly hit: NodeHit; readonly hearing: Hearing },
): EvidencePart {
  const { group, hit, hearing } = found
  return {
    condition:
      node.condition.kind === 'near' ? 'near' : node.condition.kind === 'absence' ? 'absence' : 'said',
    party: group.party,
    phrase: hit.phrase,
    words: hit.words,
    ...(hit.slots === undefined ? {} : { slots: hit.slots }),
    utteranceId: hearing.utteranceId,
    startMs: hit.startMs,
    endMs: hit.endMs,
    confidence: hit.confidence,
    score: hit.score,
  }
}

/** Whether two rows of events tell a rule the same. */
export function sameEvents(one: readonly LeafEvent[], other: readonly LeafEvent[]): boolean {
  if (one.length !== other.length) return false
  return one.every((event, index) => {
    const same = other[index]
    if (same?.node !== event.node || same.missing !== event.missing) return false
    const [a] = event.happened.parts
    const [b] = same.happened.parts
    return a.startMs === b.startMs && a.endMs === b.endMs && a.phrase === b.phrase
  })
}
