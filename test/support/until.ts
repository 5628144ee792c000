import { setTimeout as wait } from 'node:timers/promises'

/** Waits for something that is bound to come true. Rejects when it has not in `timeoutMs`. */
export async function until(isTrue: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const endsAtMs = performance.now() + timeoutMs
  while (!(await isTrue())) {
    if (performance.now() > endsAtMs) throw new Error(`It did not come true in ${timeoutMs} ms: ${isTrue}`)
    await wait(2)
  }
}
