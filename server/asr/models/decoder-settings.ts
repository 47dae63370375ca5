/**
 * Lines of a model's `conf/model.conf` that Earshot sets: the option's name without `--`, and its value.
 * They replace the makers' lines of the same option. A change reaches installed models at the next start.
 */
export const DECODER_SETTINGS: Readonly<Record<string, string>> = {
  // As the makers have it, said here because `UNSEEN_MS` in `word-stability.ts` goes with it: the decoder takes a step
  // every 240 ms. With 12, every 120 ms, words are seen some 30 ms earlier, for 10 % more CPU.
  'frames-per-chunk': '20',
  // As the makers have it, said here because an older Earshot set 1.0. Final words are those of the best path
  // (`worker/best-path.ts`), so a wide lattice moves none of them; confidences and other readings are surer with it.
  'lattice-beam': '2.0',
  // An utterance of 2.7 s ends at a pause of 0.3 s, one of 4 s at one of 0.1 s, so that finals come in time. Any of
  // Kaldi's five rules ends it (online2/online-endpoint.h). Rule 1 is the one that also ends what holds no speech, so
  // it must not ask for any; rule 5, 20 s without a pause, stays as it is.
  'endpoint.rule4.min-trailing-silence': '0.3',
  'endpoint.rule4.min-utterance-length': '2.7',
  'endpoint.rule1.min-trailing-silence': '0.1',
  'endpoint.rule1.min-utterance-length': '4.0',
}
