import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { AccessScope, Authenticator, Principal, Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import { credentialOf } from './credentials.ts'

/** Request decoration that holds the verified principal. */
export const PRINCIPAL = 'principal'

/** Roles that see every call, or every one in their scope. */
export const OVERSEERS: readonly Role[] = ['supervisor', 'analyst', 'admin']

/** A hook that lets only these roles through; the handler then asks `principalOf`. */
export function requireRole(authenticator: Authenticator, roles: readonly Role[]): onRequestAsyncHookHandler {
  return async (request) => {
    const principal = await authenticator.verify(credentialOf(request, { allowQuery: false }).token)
    if (!roles.includes(principal.role)) throw new AppError('FORBIDDEN')
    request.setDecorator<Principal>(PRINCIPAL, principal)
  }
}

/** The part of the floor that whoever asks answers for; undefined: all of it. */
export function scopeOf(request: FastifyRequest): AccessScope | undefined {
  return principalOf(request).scope
}

/** Who asks; only in routes that have `requireRole`. */
export function principalOf(request: FastifyRequest): Principal {
  return request.getDecorator<Principal>(PRINCIPAL)
}
