declare module '@echogarden/fvad-wasm' {
  interface FvadModule {
    readonly HEAP16: Int16Array
    _malloc(bytes: number): number
    _fvad_new(): number
    _fvad_set_mode(detector: number, mode: number): number
    _fvad_set_sample_rate(detector: number, rate: number): number
    /** 1: voiced, 0: not, -1: a frame of a wrong length. */
    _fvad_process(detector: number, frame: number, length: number): number
    _fvad_free(detector: number): void
  }
  export default function fvad(): Promise<FvadModule>
}
