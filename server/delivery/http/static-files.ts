import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const YEAR_S = 31_536_000

/**
 * The console's files. Those under `/assets/` have a hash in their name and never change; all others, such
 * as the agent panel that other pages embed, are asked for anew each time. They hold no data and are public;
 * pages are not served from here.
 */
export async function addStaticFiles(
  server: FastifyInstance,
  options: { readonly root: string },
): Promise<void> {
  await server.register(fastifyStatic, {
    root: options.root,
    prefix: '/',
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    schemaHide: true,
    suppressWarning: true,
    // Pages are sent by their own routes, to those who may see them.
    allowedPath: (path, _root, request) => request.routeOptions.url !== '/*' || !path.endsWith('.html'),
    setHeaders: (reply, path) => {
      if (path.endsWith('.html')) return
      const isHashed = path.includes('/assets/')
      reply.header('cache-control', isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
      // A page elsewhere loads the panel as a module, which the browser only does with these.
      reply.header('access-control-allow-origin', '*')
      reply.header('cross-origin-resource-policy', 'cross-origin')
    },
  })
}
