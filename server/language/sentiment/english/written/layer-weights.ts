import { type WrittenLayer } from './layer.ts'

/** Made by `npm run train:sentiment`; the README says from what, under which licences. Not for editing. */
export const WRITTEN_LAYER: WrittenLayer = {
  density: 0.443,
  normed: 0.864,
  negator: -0.078,
}
