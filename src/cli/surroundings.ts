/** What a command may know of the process it runs in. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly isTerminal: boolean
  /** The Node that this runs on. */
  readonly node: NodeRuntime
  out(text: string): void
  err(text: string): void
  /** All of standard input. Absent: there is none. */
  input?(): Promise<string>
  onSignal(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', handler: () => void): void
  now(): number
  monotonicMs(): number
  random(): number
}

export interface NodeRuntime {
  /** Without a `v`, e.g. `26.10.0`. */
  readonly version: string
  readonly execPath: string
  readonly platform: string
  readonly arch: string
}
