import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROLES, type AccessScope, type Role } from '../../server/contracts/access.ts'
import type { CallInfo } from '../../server/contracts/call.ts'
import type { ScoreCard } from '../../server/contracts/quality.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { startHttpApp, type HttpApp } from './http-app.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUtterance,
} from './message-builders.ts'
import { buildScoreCard } from './score-cards.ts'

export const RULES = {
  hash: 'f00d',
  loadedAt: wallMs(STARTED_AT),
  rules: [
    {
      id: 'cancel-risk',
      version: 2,
      title: 'Customer wants to cancel',
      status: 'live',
      severity: 'high',
      priority: 70,
      kind: 'prompt',
      owner: 'retention',
      file: 'retention/cancel-risk.rule.yaml',
    },
  ],
  faults: [{ file: 'risk/bad.rule.yaml', line: 3, column: 7, message: 'expected a number' }],
} as const

/**
 * Two ended calls, of agent 7 in the team billing in Berlin and of agent 8 in the team sales in Leeds, and one without
 * an agent that is nowhere, as the recorder stored them.
 */
function fill(app: HttpApp): void {
  const calls = [
    buildCall({ callId: 'of-7', agentId: 'agent-7', attributes: at('berlin', 'billing') }),
    buildCall({
      ...{ callId: 'of-8', agentId: 'agent-8', startedAt: wallMs(STARTED_AT + 1000) },
      attributes: at('leeds', 'sales'),
    }),
    buildCall({ callId: 'of-nobody', agentId: null, startedAt: wallMs(STARTED_AT + 2000) }),
  ]
  for (const call of calls) {
    const { callId, agentId } = call
    app.bus.publish('transcript', buildStart(call))
    app.bus.publish('transcript', buildUtterance({ callId, text: `words of ${callId}` }))
    const base = { callId, agentId, createdAt: wallMs(call.startedAt + 500) }
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-prompt` }))
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-held`, state: 'held' }))
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-alert`, kind: 'alert' }))
    app.bus.publish('outcome', buildOutcome({ ...base, outcomeId: `${callId}-issue`, kind: 'issue' }))
    app.bus.publish('transcript', buildEnd(callId))
    void app.store.quality.saveCard(cardOf(call), { day: Math.floor(STARTED_AT / 86_400_000), legs: [] })
  }
}

function cardOf({ callId, startedAt, agentId, attributes }: CallInfo): ScoreCard {
  const { site = null, team = null } = attributes
  return buildScoreCard({ callId, startedAt, agentId, site, team })
}

function at(site: string, team: string): CallInfo['attributes'] {
  return { queue: 'billing', site, team }
}

/** Supervisors of a part of the floor. */
export const SCOPES = {
  'team billing': { teams: ['billing'], sites: [] },
  'team sales': { teams: ['sales'], sites: [] },
  'site Berlin': { teams: [], sites: ['berlin'] },
} as const satisfies Record<string, AccessScope>

/** An app with some calls, rules and a sample, and a token of each role and each of these supervisors. */
export interface FilledApp {
  readonly app: HttpApp
  readonly tokens: Readonly<Record<Role, string>>
  readonly scoped: Readonly<Record<keyof typeof SCOPES, string>>
}

export async function startFilledApp(): Promise<FilledApp> {
  const app = await startHttpApp({ rules: () => RULES })
  fill(app)
  await mkdir(join(app.folder, 'samples'))
  await writeFile(
    join(app.folder, 'samples', 'calm.json'),
    JSON.stringify({ id: 'calm', title: 'Calm', description: 'A calm call.', durationMs: 61_000 }),
  )
  await writeFile(join(app.folder, 'samples', 'calm.wav'), 'RIFF and the rest')
  const issued = await Promise.all(ROLES.map(async (role) => [role, await app.token(role)]))
  const supervisors = await Promise.all(
    Object.entries(SCOPES).map(async ([name, scope]) => {
      const token = await app.access.issueToken({ role: 'supervisor', scope, ttlMs: 3_600_000 })
      return [name, token] as const
    }),
  )
  return {
    app,
    tokens: Object.fromEntries(issued) as Record<Role, string>,
    scoped: Object.fromEntries(supervisors) as Record<keyof typeof SCOPES, string>,
  }
}
