import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether `node_modules` holds what `package-lock.json` asks for, whoever installed it. npm writes what it
 * has installed to a lockfile of its own when it is done, so an install that broke off shows too.
 */
export function packagesAreInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === null || installed === null) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    // A package for another platform is in the lockfile and rightly not on the disk.
    if (found === undefined) return entry.optional === true || entry.devOptional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    // Missing or cut short: not installed.
    return null
  }
}
