/** Orders the changes that several processes make to what they share, so that all end with the same one. */
export interface Stamped {
  /** One more than that of the newest change its maker knew of. From 1. */
  readonly version: number
  /** The process that made the change. */
  readonly origin: string
}

/**
 * The newest change to something shared that this process knows of. The higher version is the newer; of two that were
 * made at once, that of the greater origin, which is arbitrary and the same everywhere.
 */
export class Stamp {
  #version = 0
  /** Null: made here. */
  #origin: string | null = null
  #isNews = false

  /** Whether others should be told. */
  get isNews(): boolean {
    return this.#isNews
  }

  change(): void {
    this.#version++
    this.#origin = null
    this.#isNews = true
  }

  take(own: string): Stamped {
    this.#isNews = false
    return { version: this.#version, origin: this.#origin ?? own }
  }

  /** Whether this change is newer than what was known; then it is what is known. */
  adopt({ version, origin }: Stamped, own: string): boolean {
    // Whoever knows less than this has started later, or forgotten: tell him, or he would never be heard again.
    if (version < this.#version) this.#isNews = true
    const isNewer = version === this.#version ? origin > (this.#origin ?? own) : version > this.#version
    if (!isNewer) return false
    this.#version = version
    this.#origin = origin
    this.#isNews = false
    return true
  }
}
