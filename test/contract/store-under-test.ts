import type { Store } from '../../server/contracts/store.ts'

/** A store as the contract suites want it. */
export interface StoreUnderTest {
  readonly store: Store
  /** Closes the store and opens it again over the same data, as after a restart. */
  reopen(): Promise<Store>
  /** Closes whatever is open and removes the data. */
  dispose(): Promise<void>
}

type StoreTest = (store: Store, subject: StoreUnderTest) => Promise<void>

/** Runs a test on an empty store and removes it afterwards, also when the test fails. */
export function withStoreOf(open: () => Promise<StoreUnderTest>): (test: StoreTest) => Promise<void> {
  return async (test) => {
    const subject = await open()
    try {
      await test(subject.store, subject)
    } finally {
      await subject.dispose()
    }
  }
}
