/**
 * A contract's type as this side makes it: plain numbers in place of branded ones, which the wire does not tell
 * apart.
 */
export type Plain<T> = T extends number ? number : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T
