import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Authenticator, Role } from '../../contracts/access.ts'
import type { DeskUser, RuleDesk } from '../../contracts/rule-desk.ts'
import type { RulesState } from '../../contracts/rules-state.ts'
import { describeRoute } from './api-route.ts'
import { rulesState } from './api-schemas.ts'
import type { Origins } from './origins.ts'
import { requireOwnPage } from './own-page.ts'
import { parseRequest } from './parse-request.ts'
import { OVERSEERS, principalOf, requireRole } from './require-role.ts'
import * as forms from './rules-schemas.ts'

export interface RulesApiOptions {
  readonly authenticator: Authenticator
  readonly rules: () => RulesState
  readonly desk: RuleDesk
  readonly origins: Origins
}

/** Those who may try and change rules. */
const RULE_WRITERS: readonly Role[] = ['analyst', 'admin']

/** Rules, for people who watch them and people who write them. What may be saved, the desk decides. */
export function addRulesApi(server: FastifyInstance, options: RulesApiOptions): void {
  addReading(server, options)
  addTrying(server, options)
  addChanging(server, options)
}

function addReading(server: FastifyInstance, { authenticator, rules, desk }: RulesApiOptions): void {
  const onRequest = requireRole(authenticator, OVERSEERS)
  const list = describeRoute({
    summary: 'The rules in force, and faults in their files',
    tag: 'rules',
    answer: rulesState,
  })
  server.get('/v1/rules', { schema: list, onRequest }, async () => rules())
  const figures = describeRoute({
    summary: 'What each rule did lately, and what people said of it',
    tag: 'rules',
    query: forms.figuresQuery,
    answer: forms.rulesFigures,
  })
  server.get('/v1/rules/figures', { schema: figures, onRequest }, async (request) => {
    const { days } = parseRequest({ schema: forms.figuresQuery, value: request.query, place: 'query' })
    return desk.figures(days)
  })
  const one = describeRoute({
    summary: 'One rule: its files, what is wrong in them, its versions and figures',
    tag: 'rules',
    path: forms.idPath,
    answer: forms.ruleDetail,
  })
  server.get('/v1/rules/:id', { schema: one, onRequest }, async (request) => desk.detail(idOf(request)))
}

function addTrying(server: FastifyInstance, { authenticator, desk, origins }: RulesApiOptions): void {
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, RULE_WRITERS)]
  const check = describeRoute({
    summary: 'What checks and tests say of a draft; nothing is saved',
    tag: 'rules',
    body: forms.checkBody,
    answer: forms.ruleCheck,
  })
  server.post('/v1/rules/check', { schema: check, onRequest }, async (request) =>
    desk.check(parseRequest({ schema: forms.checkBody, value: request.body, place: 'body' })),
  )
  const backtest = describeRoute({
    summary: 'What a draft would have done in kept calls, beside the rule in force',
    tag: 'rules',
    body: forms.backtestBody,
    answer: forms.backtestReport,
  })
  server.post('/v1/rules/backtest', { schema: backtest, onRequest }, async (request) =>
    desk.backtest(parseRequest({ schema: forms.backtestBody, value: request.body, place: 'body' })),
  )
}

function addChanging(server: FastifyInstance, { authenticator, desk, origins }: RulesApiOptions): void {
  const onRequest = [requireOwnPage(origins), requireRole(authenticator, RULE_WRITERS)]
  const save = describeRoute({
    summary: 'Saves a rule and puts it in force',
    description:
      'Refused with `RULES_INVALID` and the faults when something is wrong in it, and with `RULE_CHANGED` when ' +
      'somebody else has changed it meanwhile.',
    tag: 'rules',
    path: forms.idPath,
    body: forms.saveBody,
    answer: forms.ruleDetail,
  })
  server.put('/v1/rules/:id', { schema: save, onRequest }, async (request) => {
    const body = parseRequest({ schema: forms.saveBody, value: request.body, place: 'body' })
    return desk.save({ id: idOf(request), ...body }, userOf(request))
  })
  const status = describeRoute({
    summary: 'Moves a rule along its life: draft, shadow, live, retired',
    description: 'Changes `status` and raises `version` in the rule file, which otherwise stays as it is.',
    tag: 'rules',
    path: forms.idPath,
    body: forms.statusBody,
    answer: forms.ruleDetail,
  })
  server.post('/v1/rules/:id/status', { schema: status, onRequest }, async (request) => {
    const body = parseRequest({ schema: forms.statusBody, value: request.body, place: 'body' })
    return desk.setStatus({ id: idOf(request), ...body }, userOf(request))
  })
}

function idOf(request: FastifyRequest): string {
  return parseRequest({ schema: forms.idPath, value: request.params, place: 'path' }).id
}

function userOf(request: FastifyRequest): DeskUser {
  return { by: principalOf(request).subject }
}
