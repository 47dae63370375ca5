const BACKCHANNELS: ReadonlySet<string> = new Set(
  `yes yeah yep yup no nope okay ok right sure alright all mm mhm hm hmm uh huh um ah oh aha i see got it go on
  exactly correct fine good great 嗯 对 好 的 好的 是 是的 哦 啊 行 明白 知道 了`.split(/\s+/),
)

/** Whether a row of words only shows that somebody listens: "yeah okay", "uh huh", "i see". */
export function isBackchannel(words: readonly string[]): boolean {
  return words.every((word) => BACKCHANNELS.has(word.toLowerCase()))
}
