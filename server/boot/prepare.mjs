import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { packagesAreInstalled } from './packages.mjs'
import { findNodeFault, findServerNode, hashOf, ROOT, whenChanged } from './project.mjs'
import { runStep, StepFailed } from './run.mjs'

const LOCKFILE = join(ROOT, 'package-lock.json')
const CONSOLE = join(ROOT, 'agent-console')
const NOT_BUILT_FROM = [join(CONSOLE, 'dist'), join(CONSOLE, 'sample-calls'), join(CONSOLE, 'README.md')]

/** Brings a clone to where the server can run: packages and console; what is up to date is left alone. */
export async function prepare() {
  const fault = findNodeFault()
  if (fault !== null) throw new StepFailed(fault)
  await installPackages()
  const node = findServerNode()
  if (node === null) throw new StepFailed('the node package is missing; remove node_modules and start again.')
  await buildConsole(node)
  return node
}

/**
 * Development packages are wanted whatever NODE_ENV says: the runtime and the console's build are among
 * them. Only errors are printed, because every package that asks for a newer Node than the one that installs
 * would warn, and the server does not run on that one.
 */
async function installPackages() {
  if (packagesAreInstalled(ROOT)) return
  await timed('installing packages', () =>
    runStep(...npm('ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'), { cwd: ROOT }),
  )
}

async function buildConsole(node) {
  const dist = join(CONSOLE, 'dist')
  await whenChanged({
    stamp: join(dist, '.sources'),
    sum: hashOf([CONSOLE, LOCKFILE], (path) => NOT_BUILT_FROM.includes(path)),
    run: () =>
      timed('building the console', () =>
        runStep(
          node,
          [
            join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'),
            'build',
            'agent-console',
            '--logLevel',
            'warn',
          ],
          { cwd: ROOT, env: withPackagedNode() },
        ),
      ),
  })
}

/** The npm that started this script, or the one on PATH. */
function npm(...args) {
  const script = process.env.npm_execpath
  if (script !== undefined && existsSync(script) && /\.c?js$/.test(script))
    return [nodeOfNpm(), [script, ...args]]
  return ['npm', args]
}

/** Not the packaged Node: `npm ci` removes the folder that it lies in. */
function nodeOfNpm() {
  const outside = process.env.npm_node_execpath
  return outside !== undefined && existsSync(outside) ? outside : process.execPath
}

/** An environment in which `node` is the packaged one. */
export function withPackagedNode() {
  const { PATH = '' } = process.env
  return { ...process.env, PATH: [join(ROOT, 'node_modules', '.bin'), PATH].join(delimiter) }
}

async function timed(what, run) {
  const startedMs = Date.now()
  console.error(`earshot: ${what}`)
  await run()
  console.error(`earshot: ${what} took ${((Date.now() - startedMs) / 1000).toFixed(1)} s`)
}
