import type { FastifyInstance } from 'fastify'

/**
 * Headers on every response. Pages load code from here only; the microphone is for the softphone; addresses
 * are never passed on, because a stream's may carry a token.
 */
export function addSecurityHeaders(
  server: FastifyInstance,
  options: { readonly embedders: readonly string[] },
): void {
  const policy = contentSecurityPolicy(options.embedders)
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      // What may be kept says so itself; answers of the API hold what was said.
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
      'cross-origin-opener-policy': 'same-origin',
    })
  })
}

/**
 * Content Security Policy Level 3. Inline style is allowed for computed widths; inline script is not. The
 * agent panel is one file and carries the worker that paces a recording inside it: hence `blob:`.
 */
function contentSecurityPolicy(embedders: readonly string[]): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${["'self'", ...embedders].join(' ')}`,
  ].join('; ')
}
