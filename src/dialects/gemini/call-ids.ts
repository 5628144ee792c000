/**
 * Gives each function call an id that is the same in every turn, where Gemini's own callers leave ids out: calls are
 * numbered through the conversation, and a result without an id is for the first open call of its name.
 * https://ai.google.dev/api/caching#FunctionCall
 */
export class CallIds {
  #made = 0
  readonly #open: { readonly id: string; readonly name: string }[] = []

  ofCall(name: string, given: string | undefined): string {
    const id = given ?? `call_${++this.#made}`
    this.#open.push({ id, name })
    return id
  }

  ofResult(name: string, given: string | undefined): string {
    const at = this.#open.findIndex((call) => (given === undefined ? call.name === name : call.id === given))
    const [call] = at === -1 ? [] : this.#open.splice(at, 1)
    return given ?? call?.id ?? `call_${++this.#made}`
  }
}
