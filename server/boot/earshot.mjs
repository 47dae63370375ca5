#!/usr/bin/env node
// The command `earshot`: the server's own program, on the Node that it needs.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findServerNode, MAIN, ROOT } from './project.mjs'
import { become } from './run.mjs'

const node = existsSync(join(ROOT, 'node_modules')) ? findServerNode() : null
if (node === null) {
  console.error(`earshot: the packages are not installed; run "npm ci" in ${ROOT} once, or "npm start".`)
  process.exitCode = 1
} else {
  become(node, [MAIN, ...process.argv.slice(2)])
}
