import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const MAIN = join(ROOT, 'server', 'main.ts')

const OLDEST_NODE = 20
/** Runs TypeScript as it lies and has `node:sqlite`. */
const SERVER_NODE = 24

/** The runtime that the server needs: the one that comes as a package, or this one when it is new enough. */
export function findServerNode() {
  const packaged = join(
    ROOT,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (existsSync(packaged)) return packaged
  return majorOf(process.versions.node) >= SERVER_NODE ? process.execPath : null
}

/** @returns {string | null} what is wrong with this Node. */
export function findNodeFault() {
  const { node } = process.versions
  return majorOf(node) >= OLDEST_NODE ? null : `Node ${OLDEST_NODE} or newer is needed; this is ${node}.`
}

function majorOf(version) {
  return Number(version.split('.')[0])
}

/** One sum over the names and contents of files and folders, so that a change of any of them shows. */
export function hashOf(paths, skip = () => false) {
  const hash = createHash('sha256')
  for (const path of paths) addToHash(hash, path, skip)
  return hash.digest('hex')
}

function addToHash(hash, path, skip) {
  if (skip(path) || !existsSync(path)) return
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) addToHash(hash, join(path, name), skip)
    return
  }
  hash.update(`${path}\0`)
  hash.update(readFileSync(path))
}

/**
 * Does a step unless its inputs are as they were when it last ended well. The stamp lies in what the step
 * makes, so that removing that removes the stamp with it.
 */
export async function whenChanged({ stamp, sum, run }) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sum) return
  await run()
  writeFileSync(stamp, sum)
}
