import { resolve } from 'node:path'

/** Folder in which the program's own files lie. */
export const ROOT = resolve(import.meta.dirname, '../..')

export const CATALOG_PATH = resolve(ROOT, 'models/catalog.json')
