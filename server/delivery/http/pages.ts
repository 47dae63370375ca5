import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Authenticator, Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import { ISSUE_READERS } from '../events/subscriptions.ts'
import { SESSION_COOKIE, credentialOf } from './credentials.ts'

export interface PagesOptions {
  readonly authenticator: Authenticator
  /** The built console. */
  readonly staticDir: string
}

interface Page {
  readonly path: string
  readonly file: string
  readonly roles: readonly Role[]
}

const PAGES: readonly Page[] = [
  { path: '/', file: 'index.html', roles: ['agent', 'supervisor', 'analyst', 'digital', 'admin'] },
  { path: '/agent', file: 'agent.html', roles: ['agent'] },
  { path: '/supervisor', file: 'supervisor.html', roles: ['supervisor', 'analyst', 'admin'] },
  { path: '/digital', file: 'digital.html', roles: ISSUE_READERS },
  { path: '/quality', file: 'quality.html', roles: ['agent', 'supervisor', 'analyst', 'admin'] },
  { path: '/rules', file: 'rules.html', roles: ['supervisor', 'analyst', 'admin'] },
  { path: '/figures', file: 'figures.html', roles: ['supervisor', 'analyst', 'admin'] },
  { path: '/softphone', file: 'softphone.html', roles: ['agent', 'supervisor', 'admin'] },
]

const REFUSAL_FILE = 'signin.html'

/** Where each role starts; `ingest` has no pages. */
const HOME: Readonly<Record<Exclude<Role, 'ingest'>, string>> = {
  agent: '/agent',
  supervisor: '/supervisor',
  analyst: '/supervisor',
  admin: '/supervisor',
  digital: '/digital',
}

const signinQuery = z.object({ token: z.string().optional() })

/** Pages, and the way in and out of them. Needs `reply.sendFile` rooted at the built console. */
export function addPages(server: FastifyInstance, options: PagesOptions): void {
  for (const page of PAGES) addPage(server, { ...options, page })
  addSignin(server, options)
  addSignout(server)
}

function addPage(server: FastifyInstance, options: PagesOptions & { readonly page: Page }): void {
  const { authenticator, page, staticDir } = options
  server.get(page.path, { schema: { hide: true } }, async (request, reply) => {
    try {
      const { role } = await authenticator.verify(credentialOf(request, { allowQuery: false }).token)
      if (!page.roles.includes(role)) throw new AppError('FORBIDDEN')
    } catch (thrown) {
      return refuse({ reply, thrown, staticDir })
    }
    if (!(await exists(join(staticDir, page.file)))) {
      throw new AppError('NOT_FOUND', 'The console is not built: this page is missing.')
    }
    return sendPage(reply, page.file)
  })
}

function addSignin(server: FastifyInstance, { authenticator, staticDir }: PagesOptions): void {
  server.get('/signin', { schema: { hide: true } }, async (request, reply) => {
    try {
      const { token } = signinQuery.safeParse(request.query).data ?? {}
      const { role, expiresAt } = await authenticator.verify(token)
      if (role === 'ingest' || token === undefined) throw new AppError('FORBIDDEN')
      return await reply
        .setCookie(SESSION_COOKIE, token, { ...cookieOptions(request), expires: new Date(expiresAt) })
        .redirect(HOME[role], 303)
    } catch (thrown) {
      return refuse({ reply, thrown, staticDir })
    }
  })
}

function addSignout(server: FastifyInstance): void {
  const signout = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    reply.clearCookie(SESSION_COOKIE, cookieOptions(request)).redirect('/signin', 303)
  // A button's form comes with a body of this type, even an empty one; nothing in it is of interest.
  server.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume()
    done(null)
  })
  server.get('/signout', { schema: { hide: true } }, signout)
  server.post('/signout', { schema: { hide: true } }, signout)
}

function cookieOptions(request: FastifyRequest): {
  path: string
  httpOnly: boolean
  sameSite: 'lax'
  secure: boolean
} {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }
}

/** People get a page that says how to sign in, with the status of the error. */
async function refuse(input: {
  reply: FastifyReply
  thrown: unknown
  staticDir: string
}): Promise<FastifyReply> {
  const { reply, thrown, staticDir } = input
  if (!(thrown instanceof AppError)) throw thrown
  reply.code(thrown.entry.httpStatus)
  if (await exists(join(staticDir, REFUSAL_FILE))) return sendPage(reply, REFUSAL_FILE)
  return reply
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><title>Earshot</title><p>${thrown.entry.message} Open your sign-in link again.</p>`)
}

/** A page depends on who asks, so nobody in between may keep it. */
function sendPage(reply: FastifyReply, file: string): FastifyReply {
  return reply.header('cache-control', 'private, no-cache').sendFile(file, { cacheControl: false })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
