import { parentPort, workerData } from 'node:worker_threads'
import { normaliseError } from '../../../platform/normalise-error.ts'
import { rewriteGraph, type GraphRewrite } from './rewrite-graph.ts'

function isWork(data: unknown): data is GraphRewrite {
  return typeof data === 'object' && data !== null && 'from' in data && 'to' in data
}

if (isWork(workerData)) {
  try {
    parentPort?.postMessage({ done: rewriteGraph(workerData) })
  } catch (thrown) {
    parentPort?.postMessage({ failed: normaliseError(thrown).message })
  }
}
