import { type Layer } from './layer.ts'

/** Made by `npm run train:sentiment`; the README says from what, under which licences. Not for editing. */
export const LAYER: Layer = {
  plain: 0.118,
  density: 0.588,
  negator: -0.049,
  refusal: -0.274,
}
